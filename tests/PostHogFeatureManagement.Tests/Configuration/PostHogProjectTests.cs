using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Tests.Configuration;

[Trait("Promise", "RC-06")]
public sealed class PostHogProjectTests
{
    [Theory]
    [InlineData("https://us.i.posthog.com", "https://us.i.posthog.com")]
    [InlineData(" HTTPS://US.I.PostHog.com:443/ ", "https://us.i.posthog.com")]
    [InlineData("https://app.posthog.com", "https://us.i.posthog.com")]
    [InlineData("https://us.posthog.com/", "https://us.i.posthog.com")]
    [InlineData("", "https://us.i.posthog.com")]
    [InlineData(null, "https://us.i.posthog.com")]
    [InlineData("https://EU.posthog.com", "https://eu.i.posthog.com")]
    [InlineData("https://eu.i.posthog.com/", "https://eu.i.posthog.com")]
    [InlineData("https://Proxy.Example/Ph/", "https://proxy.example/Ph")]
    [InlineData("http://127.0.0.1:8000", "http://127.0.0.1:8000")]
    public void Of_HostSpelledDifferently_IsSameHost(string? host, string expected) =>
        Assert.Equal(new PostHogProject(expected, "phc_a"), PostHogProject.Of(Options(host, " phc_a ")));

    [Fact]
    public void Of_SpellingsOfOneProject_ShareCacheKeys()
    {
        CacheKey[] keys = [.. new[] { "https://app.posthog.com", "https://us.i.posthog.com", "https://US.posthog.com/" }.Select(Key)];

        Assert.Single(keys.Distinct());
        Assert.NotEqual(keys[0], Key("https://eu.posthog.com"));
    }

    private static CacheKey Key(string host) => new RemoteContextKey(Options(host, "phc_a"), new CacheHasher(null)).Of(new PostHogContext("ada"));

    private static PostHogFeatureManagementOptions Options(string? host, string token) => new() { HostUrl = host!, ProjectToken = token };
}
