using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Diagnostics;

[Trait("Promise", "OP-02")]
public sealed class RecentCountTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Value_MinutesOfUse_CountsTheLastMinute()
    {
        var count = new RecentCount(_clock);
        for (int second = 0; second < 300; second++)
        {
            count.Add();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(count.Value, 55, 60);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(0, count.Value);
    }

    [Fact]
    public void Add_InParallel_LosesNothing()
    {
        var count = new RecentCount(_clock);

        Parallel.For(0, 10_000, _ => count.Add());

        Assert.Equal(10_000, count.Value);
    }
}
