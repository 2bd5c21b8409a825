namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>One thing PostHog may do when it is asked for definitions.</summary>
/// <param name="PostHog">What it does.</param>
/// <param name="Behaviour">The same, to be run.</param>
/// <param name="Refresh">How long the refresh takes, of which no check notices anything.</param>
/// <param name="Requests">How many requests it makes.</param>
/// <param name="Next">When definitions are asked for again, ±10 %.</param>
/// <param name="Loaded">What a check gets afterwards when earlier definitions were loaded.</param>
/// <param name="NothingLoaded">What it gets when there were none, and PostHog evaluates as always.</param>
internal sealed record LocalFailSafeRow(
    string PostHog,
    Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> Behaviour,
    TimeSpan Refresh,
    int Requests,
    TimeSpan Next,
    FailSafeCell Loaded,
    FailSafeCell NothingLoaded);
