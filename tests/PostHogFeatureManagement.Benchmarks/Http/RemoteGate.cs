namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>B8: remote mode with a caller whose answers are cached.</summary>
internal sealed class RemoteGate() : GateCostRow("B8", isLocal: false, 1.5)
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(30);

    protected override string Budget => $"{base.Budget}; <= 1 /flags call per context and freshness window";

    protected override bool Check(StubPostHog posthog, TimeSpan elapsed, out string remark)
    {
        int windows = GateCost.Processes + (int)(elapsed / FreshFor);
        remark = $"; {posthog.FlagsCalls} /flags calls in {windows} windows";
        return posthog.FlagsCalls <= windows;
    }
}
