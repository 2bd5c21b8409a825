using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Diagnostics;

[Trait("Promise", "FM-20")]
public sealed class LogThrottleTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly LogThrottle _reports;

    public LogThrottleTests() => _reports = new LogThrottle(_time);

    [Fact]
    public void IsDue_SameName_OnceAMinute()
    {
        Assert.True(_reports.IsDue(1, "beta"));
        Assert.False(_reports.IsDue(1, "beta"));
        Assert.True(_reports.IsDue(2, "beta"));
        Assert.True(_reports.IsDue(1, "other"));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_reports.IsDue(1, "beta"));
        Assert.False(_reports.IsDue(1, "beta"));
    }

    [Fact]
    public void IsDue_MoreNamesThanAreKept_ShareOneTurn()
    {
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.True(_reports.IsDue(1, $"flag-{i}")));
        Assert.Single(Enumerable.Range(1_000, 100), i => _reports.IsDue(1, $"flag-{i}"));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(Enumerable.Range(1_000, 100), i => _reports.IsDue(1, $"flag-{i}"));
    }
}
