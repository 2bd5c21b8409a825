namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>A clock that always shows the same time.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
