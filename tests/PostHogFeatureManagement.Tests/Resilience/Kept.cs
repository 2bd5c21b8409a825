namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>What is kept of the caller's earlier answer when PostHog gets into trouble.</summary>
public enum Kept
{
    Fresh,
    Stale,
    FailSafe,
    Nothing,
}
