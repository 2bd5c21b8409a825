using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Identity;

[Trait("Promise", "RC-02")]
public sealed class RequestStateTests
{
    [Fact]
    [Trait("Promise", "OP-05")]
    public void PinsOf_SwitchWasTurned_AreNew()
    {
        var options = new PostHogFeatureManagementOptions();
        var posthog = new PostHogSwitch(options);
        using var clock = new PinClock(new ManualTimeProvider(), Options.Create(options), posthog);
        var state = new RequestState(clock);
        TestPins before = state.PinsOf(static () => new TestPins());
        Assert.Same(before, state.PinsOf(static () => new TestPins()));

        posthog.Turn(false);

        TestPins after = state.PinsOf(static () => new TestPins());
        Assert.NotSame(before, after);
        Assert.Same(after, state.PinsOf(static () => new TestPins()));
    }

    [Fact]
    public void PinsOf_UntilPinForHasPassed_ReturnsSamePins()
    {
        var time = new ManualTimeProvider();
        using var clock = PinClocks.Create(time, TimeSpan.FromSeconds(8));
        var state = new RequestState(clock);
        TestPins first = state.PinsOf(static () => new TestPins());

        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Same(first, state.PinsOf(static () => new TestPins()));

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotSame(first, state.PinsOf(static () => new TestPins()));
    }

    private sealed class TestPins : Pins;
}
