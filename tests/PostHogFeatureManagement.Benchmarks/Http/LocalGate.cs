namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>B7: definitions in the process.</summary>
internal sealed class LocalGate() : ThroughputRow("B7", 0.95)
{
    protected override Task<GateProcess> StartAsync(StubPostHog posthog) => GateProcess.StartAsync(posthog, isLocal: true);
}
