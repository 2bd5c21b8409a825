using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Identity;

[Trait("Promise", "RC-02")]
public sealed class RequestStateTests
{
    [Fact]
    public void PinsOf_UntilPinForHasPassed_ReturnsSamePins()
    {
        var time = new ManualTimeProvider();
        using var clock = PinClocks.Create(time, TimeSpan.FromSeconds(8));
        var state = new RequestState(clock);
        TestPins first = state.PinsOf<TestPins>();

        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Same(first, state.PinsOf<TestPins>());

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotSame(first, state.PinsOf<TestPins>());
    }

    private sealed class TestPins : Pins;
}
