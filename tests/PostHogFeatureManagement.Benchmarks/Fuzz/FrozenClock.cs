namespace PostHogFeatureManagement.Benchmarks.Fuzz;

/// <summary>A clock that stands still, so a case always gives the same result.</summary>
internal sealed class FrozenClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
}
