using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>With an http address, the secret key and people's properties were sent in clear text without a word.</summary>
[Trait("Promise", "SC-02")]
public sealed class KeySentInClearTextTests
{
    [Theory]
    [InlineData("http://posthog.example.com", null)]
    [InlineData("HTTP://10.0.0.7:8000", "Production")]
    [InlineData("http://localhost.example.com/posthog", "Staging")]
    [InlineData("http://[2001:db8::1]", "Production")]
    public void Problems_HttpToForeignHost_NamesWayOut(string host, string? environment)
    {
        string withSecret = Assert.Single(AppSettings.InSection(("HostUrl", host), ("SecretKey", "phs_x")).Problems(environment: environment));
        string withoutSecret = Assert.Single(AppSettings.InSection(("HostUrl", host)).Problems(environment: environment));

        Assert.StartsWith("PostHog:HostUrl begins with http://", withSecret, StringComparison.Ordinal);
        Assert.Contains("PostHog:AllowInsecureHost", withSecret, StringComparison.Ordinal);
        Assert.Equal(withSecret, withoutSecret);
    }

    [Theory]
    [InlineData("https://posthog.example.com", null, false)]
    [InlineData("http://localhost:8000", "Production", false)]
    [InlineData("http://127.0.0.1", null, false)]
    [InlineData("http://[::1]:8000", null, false)]
    [InlineData("http://posthog.example.com", "Development", false)]
    [InlineData("http://posthog.example.com", "Production", true)]
    public void Value_SafeOrAllowed_Starts(string host, string? environment, bool allow) => Assert.Empty(
        AppSettings.InSection(("HostUrl", host), ("SecretKey", "phs_x"), ("AllowInsecureHost", allow ? "true" : "false")).Problems(environment: environment));
}
