using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>PostHog's own package may stay for capturing events. It reads the same section, but its settings there stopped the start.</summary>
[Trait("Promise", "OP-04")]
public sealed class SettingsOfPostHogsPackageRefusedTests
{
    [Fact]
    public void Value_SettingsForCapturing_StartsWithOneLine()
    {
        AppSettings settings = AppSettings.InSection(
            ("FlushAt", "20"),
            ("flushinterval", "00:00:30"),
            ("MaxBatchSize", "100"),
            ("MaxQueueSize", "1000"),
            ("SuperProperties:app", "shop"));

        Assert.Empty(settings.Problems());

        (LogLevel level, EventId id, string text) = Assert.Single(settings.Logs.Entries);
        Assert.Equal((LogLevel.Information, LogEvents.SettingsOfPostHogsPackage), (level, id.Id));
        Assert.Contains("in PostHog are", text, StringComparison.Ordinal);
        Assert.Contains("FlushAt, flushinterval, MaxBatchSize, MaxQueueSize, SuperProperties", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_SettingWithCounterpartHere_IsNamed() => Assert.Equal(
        ["PostHog:MaxRetries is not a setting. Its name here is PostHog:Client:MaxRetryAttempts."],
        AppSettings.InSection(("MaxRetries", "3")).Problems());

    [Fact]
    public void Value_SettingForCapturingInGroup_IsNotSetting() =>
        Assert.Contains("PostHog:Client:FlushAt is not a setting", Assert.Single(AppSettings.InSection(("Client:FlushAt", "3")).Problems()), StringComparison.Ordinal);
}
