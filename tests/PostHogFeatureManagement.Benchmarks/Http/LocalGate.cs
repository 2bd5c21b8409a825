using System.Globalization;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>B7: local mode, with definitions in the process.</summary>
internal sealed class LocalGate() : ThroughputRow("B7", 0.95)
{
    protected override Task<GateProcess> StartAsync(StubPostHog posthog) => GateProcess.StartAsync(posthog, isLocal: true);

    /// <summary>The cost of Microsoft.FeatureManagement alone, with a flag that is on for everyone.</summary>
    protected override async Task<string> CompareAsync(StubPostHog posthog)
    {
        await using GateProcess constant = await GateProcess.StartAsync(posthog, isLocal: true, $"{GateApp.ConstantSetting}=true");
        PairedLoad load = await RunAsync(constant);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"; Microsoft.FeatureManagement alone {load.ThroughputRatio:0.000} ({load.MoreMicroseconds:+0.0;-0.0} us per request)");
    }
}
