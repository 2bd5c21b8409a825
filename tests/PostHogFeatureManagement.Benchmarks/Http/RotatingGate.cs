namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>B9: remote mode with a slow PostHog and many callers in rotation, each seen once before.</summary>
internal sealed class RotatingGate() : ThroughputRow("B9", 0.90)
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    protected override int Users => 1_000;

    protected override Task<GateProcess> StartAsync(StubPostHog posthog)
    {
        posthog.Delay = Slow;
        return GateProcess.StartAsync(posthog, isLocal: false);
    }

    /// <summary>Runs until every caller has been evaluated, with eight connections and 50 ms per caller.</summary>
    protected override async Task WarmUpAsync(Load gated)
    {
        await gated.RunAsync(Users * Slow / 8);
        await gated.RunAsync(TimeSpan.FromSeconds(1));
    }
}
