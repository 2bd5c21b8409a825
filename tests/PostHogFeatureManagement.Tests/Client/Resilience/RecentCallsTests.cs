using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Resilience;

[Trait("Promise", "RS-05")]
public class RecentCallsTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly RecentCalls _calls;

    public RecentCallsTests() => _calls = new RecentCalls(TimeSpan.FromSeconds(30), _clock);

    [Fact]
    public void Count_Nothing_IsZero() => Assert.Equal((0, 0), _calls.Count());

    [Fact]
    public void Count_WithinTheWindow_CountsBothKinds()
    {
        _calls.Add(isSuccess: true);
        _clock.Advance(TimeSpan.FromSeconds(20));
        _calls.Add(isSuccess: true);
        _calls.Add(isSuccess: false);

        Assert.Equal((2, 1), _calls.Count());
    }

    [Fact]
    public void Count_WindowMovesOn_ForgetsOldest()
    {
        _calls.Add(isSuccess: false);
        _clock.Advance(TimeSpan.FromSeconds(15));
        _calls.Add(isSuccess: true);
        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal((1, 0), _calls.Count());
        _clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal((0, 0), _calls.Count());
    }

    [Fact]
    public void Add_SliceUsedAgain_StartsFromZero()
    {
        _calls.Add(isSuccess: false);
        _clock.Advance(TimeSpan.FromSeconds(30));
        _calls.Add(isSuccess: true);

        Assert.Equal((1, 0), _calls.Count());
    }
}
