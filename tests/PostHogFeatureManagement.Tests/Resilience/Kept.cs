namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>The state of the caller's cached answer when PostHog starts to fail.</summary>
public enum Kept
{
    Fresh,
    Stale,
    FailSafe,
    Nothing,
}
