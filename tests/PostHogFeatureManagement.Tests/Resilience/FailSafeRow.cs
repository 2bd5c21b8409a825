namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>One behaviour of PostHog, and the answers to checks depending on what is cached for the caller.</summary>
internal sealed record FailSafeRow(
    string PostHog,
    Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> Behaviour,
    FailSafeCell Stale,
    FailSafeCell FailSafe,
    FailSafeCell Nothing,
    Aftermath Aftermath)
{
    public FailSafeCell this[Kept kept] => kept switch
    {
        Kept.Fresh => FailSafeCell.FromCache,
        Kept.Stale => Stale,
        Kept.FailSafe => FailSafe,
        _ => Nothing,
    };
}
