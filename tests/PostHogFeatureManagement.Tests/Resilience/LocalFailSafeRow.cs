namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>One behaviour of PostHog when the library asks for definitions.</summary>
/// <param name="PostHog">What it does.</param>
/// <param name="Behaviour">The same as code.</param>
/// <param name="Refresh">How long the refresh takes. No check waits for it.</param>
/// <param name="Requests">How many requests it makes.</param>
/// <param name="Next">When the next refresh starts, ±10 %.</param>
/// <param name="Loaded">The answer to a check afterwards, with earlier definitions.</param>
/// <param name="NothingLoaded">The answer without definitions, when PostHog evaluates normally.</param>
internal sealed record LocalFailSafeRow(
    string PostHog,
    Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> Behaviour,
    TimeSpan Refresh,
    int Requests,
    TimeSpan Next,
    FailSafeCell Loaded,
    FailSafeCell NothingLoaded);
