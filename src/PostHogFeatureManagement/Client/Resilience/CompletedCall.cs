namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>What a whole call came to, retries included.</summary>
/// <param name="Evidence">What it says of PostHog.</param>
/// <param name="HasBudgetExpired">Whether its total time was used up.</param>
/// <param name="Waited">How long it waited for others to be answered, which says nothing about its own answer.</param>
/// <param name="RetryAfter">How long PostHog asked to be left alone; null when it did not.</param>
internal readonly record struct CompletedCall(HealthSignal Evidence, bool HasBudgetExpired, TimeSpan Waited, TimeSpan? RetryAfter);
