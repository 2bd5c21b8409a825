using System.Buffers;
using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement.Events;

/// <summary>Recognizes crawlers, link previews and monitors by what their user agent says. A bot that hides is not recognized.</summary>
internal static class KnownBots
{
    private static readonly SearchValues<string> Marks = SearchValues.Create(
        [
            "bot/", "bot;", "bot)", "bot.htm", "bot.php", "-bot", "crawler", "spider", "slurp", "prerender", "preview", "lighthouse", "uptime", "pingdom",
            "statuscake", "facebookexternal", "facebookcatalog", "meta-external", "hubspot", "ia_archiver", "archive.org", "pinterest", "screaming frog",
            "sitebulb", "siteaudit", "google favicon", "googleother", "google-read-aloud", "google-inspection", "adsbot", "apis-google", "feedfetcher",
            "mediapartners-google", "duplexweb", "amazonproduct", "amazonbot", "applebot", "baidu", "bingbot", "bytespider", "chatgpt-user", "claude-web",
            "claude-user", "dataforseo", "deepscan", "gptbot", "oai-searchbot", "perplexity", "nessus", "turnitin", "vercel-screenshot", "yandex.com/bots",
            "whatsapp/", "kube-probe", "elb-healthchecker",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static bool Contains(StringValues userAgent)
    {
        foreach (string? value in userAgent)
        {
            if (value.AsSpan().ContainsAny(Marks))
            {
                return true;
            }
        }

        return false;
    }
}
