using PostHogFeatureManagement.Events;

namespace PostHogFeatureManagement.Tests.Events;

[Trait("Promise", "EX-06")]
public sealed class KnownBotsTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]
    [InlineData("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)")]
    [InlineData("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)")]
    [InlineData("Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)")]
    [InlineData("kube-probe/1.31")]
    [InlineData("Baiduspider+(+http://www.baidu.com/search/spider.htm)")]
    public void Contains_Bot_IsTrue(string userAgent) => Assert.True(KnownBots.Contains(userAgent));

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0")]
    [InlineData("okhttp/5.1.0")]
    [InlineData("")]
    public void Contains_BrowserOrApp_IsFalse(string userAgent) => Assert.False(KnownBots.Contains(userAgent));
}
