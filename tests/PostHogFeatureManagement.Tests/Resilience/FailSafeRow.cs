namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>One thing PostHog may do, and what checks get by what is kept for their caller.</summary>
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
