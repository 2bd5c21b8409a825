namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>B9: PostHog's servers decide, slowly, for many callers in rotation, all of whom have been seen once.</summary>
internal sealed class RotatingGate() : ThroughputRow("B9", 0.90)
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    protected override int Users => 1_000;

    protected override Task<GateProcess> StartAsync(StubPostHog posthog)
    {
        posthog.Delay = Slow;
        return GateProcess.StartAsync(posthog, isLocal: false);
    }

    /// <summary>Until every caller has been asked for, at eight connections and a twentieth of a second each.</summary>
    protected override async Task WarmUpAsync(Load gated)
    {
        await gated.RunAsync(Users * Slow / 8);
        await gated.RunAsync(TimeSpan.FromSeconds(1));
    }
}
