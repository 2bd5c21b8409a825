using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>An error in the application's own code was logged on every check.</summary>
[Trait("Promise", "OP-01")]
public sealed class ErrorLoggedOnEveryCheckTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void IsDue_SameEventAndName_IsTrueOncePerMinute()
    {
        var reports = new LogThrottle(_clock);

        Assert.True(reports.IsDue(1, "a"));
        Assert.False(reports.IsDue(1, "a"));
        Assert.True(reports.IsDue(1, "b"));
        Assert.True(reports.IsDue(2, "a"));

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(reports.IsDue(1, "a"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(reports.IsDue(1, "a"));
        Assert.False(reports.IsDue(1, "a"));
    }

    [Fact]
    public void IsDue_BeyondNameLimit_SharesOneTurn()
    {
        var reports = new LogThrottle(_clock);

        Assert.Equal(1_001, Enumerable.Range(0, 5_000).Count(i => reports.IsDue(1, $"name-{i}")));
        Assert.False(reports.IsDue(1, "another"));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(reports.IsDue(1, "another"));
        Assert.False(reports.IsDue(1, "yet another"));
        Assert.True(reports.IsDue(1, "name-7"));
    }

    [Fact]
    public void IsDue_ConcurrentCalls_IsTrueOnce()
    {
        var reports = new LogThrottle(_clock);
        int due = 0;

        Parallel.For(0, 1_000, _ => Interlocked.Add(ref due, reports.IsDue(1, "a") ? 1 : 0));

        Assert.Equal(1, due);
    }
}
