using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>An address with user information but without a scheme was quoted in the message, with its password. So was a key in the wrong setting.</summary>
[Trait("Promise", "SC-01")]
public sealed class PasswordQuotedInMessageTests
{
    [Theory]
    [InlineData("HostUrl", "user:hunter2@posthog.example.com")]
    [InlineData("HostUrl", "user:hunter2@posthog.example.com:8000/path")]
    [InlineData("HostUrl", "ftp://user:hunter2@posthog.example.com")]
    [InlineData("HostUrl", "https://user:hunter2@posthog.example.com")]
    [InlineData("HostUrl", "https://hunter2@posthog.example.com")]
    [InlineData("HostUrl", "https://posthog.example.com?key=hunter2")]
    [InlineData("HostUrl", "phs_hunter2")]
    [InlineData("Enabled", "phs_hunter2")]
    [InlineData("Client:MaxRetryAttempts", "phx_hunter2")]
    [InlineData("Client:AttemptTimeout", "PHC_hunter2")]
    [InlineData("Definitions:OnQuotaExceeded", "phs_hunter2")]
    [InlineData("Definitions:TimeZone", "phs_hunter2")]
    [InlineData("Client", "phs_hunter2")]
    [InlineData("Definitions:EvaluationContexts", "phs_hunter2")]
    public void Problems_ValueMayHoldSecret_IsNotQuoted(string setting, string value)
    {
        string problem = Assert.Single(AppSettings.InSection((setting, value)).Problems());

        Assert.StartsWith($"PostHog:{setting}", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.OrdinalIgnoreCase);
    }
}
