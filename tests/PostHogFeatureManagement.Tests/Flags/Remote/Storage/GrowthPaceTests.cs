using PostHogFeatureManagement.Flags.Remote.Storage;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags.Remote.Storage;

public class GrowthPaceTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly GrowthPace _pace;

    public GrowthPaceTests()
    {
        _pace = new GrowthPace(_time);
        _time.Advance(TimeSpan.FromHours(10));
    }

    [Fact]
    public void IsDue_Nothing_IsTrue() => Assert.True(_pace.IsDue);

    [Fact]
    public void IsDue_YoungTable_IsTrueAtOnce()
    {
        _pace.HasGrown(isNew: true);
        Assert.True(_pace.IsDue);
    }

    [Theory]
    [InlineData(16, 1)]
    [InlineData(160, 10)]
    [InlineData(100_000, 60)]
    public void IsDue_OlderTable_IsTrueAfterPause(int ageSeconds, int pauseSeconds)
    {
        _pace.HasGrown(isNew: true);
        _time.Advance(TimeSpan.FromSeconds(ageSeconds));
        _pace.HasGrown(isNew: false);

        _time.Advance(TimeSpan.FromSeconds(pauseSeconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(_pace.IsDue);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_pace.IsDue);
    }

    [Fact]
    public void MayBeginAgain_AfterAnHour_IsTrue()
    {
        _pace.HasGrown(isNew: true);
        _time.Advance(GrowthPace.ShortestEra - TimeSpan.FromMilliseconds(1));
        _pace.HasGrown(isNew: false);
        Assert.False(_pace.MayBeginAgain);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_pace.MayBeginAgain);
    }
}
