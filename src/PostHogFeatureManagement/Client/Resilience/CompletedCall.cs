namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>The end of a whole call with its retries.</summary>
/// <param name="Signal">What it says about PostHog's health.</param>
/// <param name="Waited">How long it waited for a place and for slots, which says nothing about its own answer.</param>
/// <param name="RetryAfter">The pause PostHog asked for; null when it asked for none.</param>
internal readonly record struct CompletedCall(HealthSignal Signal, TimeSpan Waited, TimeSpan? RetryAfter);
