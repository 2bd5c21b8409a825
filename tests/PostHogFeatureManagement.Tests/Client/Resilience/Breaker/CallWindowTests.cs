using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Resilience.Breaker;

[Trait("Promise", "RS-05")]
public class CallWindowTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly CallWindow _calls;

    public CallWindowTests() => _calls = new CallWindow(TimeSpan.FromSeconds(30), _clock);

    [Fact]
    public void Count_Nothing_IsZero() => Assert.Equal((0, 0), _calls.Count());

    [Fact]
    public void Count_WithinTheWindow_CountsBothKinds()
    {
        _calls.Add(isGood: true);
        _clock.Advance(TimeSpan.FromSeconds(20));
        _calls.Add(isGood: true);
        _calls.Add(isGood: false);

        Assert.Equal((2, 1), _calls.Count());
    }

    [Fact]
    public void Count_WindowMovesOn_ForgetsOldest()
    {
        _calls.Add(isGood: false);
        _clock.Advance(TimeSpan.FromSeconds(15));
        _calls.Add(isGood: true);
        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal((1, 0), _calls.Count());
        _clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal((0, 0), _calls.Count());
    }

    [Fact]
    public void Add_SliceUsedAgain_StartsFromZero()
    {
        _calls.Add(isGood: false);
        _clock.Advance(TimeSpan.FromSeconds(30));
        _calls.Add(isGood: true);

        Assert.Equal((1, 0), _calls.Count());
    }
}
