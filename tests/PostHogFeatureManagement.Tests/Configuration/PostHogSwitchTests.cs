using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Tests.Configuration;

[Trait("Promise", "OP-05")]
public sealed class PostHogSwitchTests
{
    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    public void UsesAnswers_Settings_ReturnsExpected(bool isOn, bool servesWhenDisabled, bool expected)
    {
        var options = new PostHogFeatureManagementOptions { Enabled = isOn, Cache = { ServeWhenDisabled = servesWhenDisabled } };

        var posthog = new PostHogSwitch(options);

        Assert.Equal(isOn, posthog.IsOn);
        Assert.Equal(expected, posthog.UsesAnswers);
    }

    [Fact]
    public void Turn_OtherWay_EndsThePhaseAfterTheNextHasBegun()
    {
        var posthog = new PostHogSwitch(new PostHogFeatureManagementOptions());
        SwitchPhase first = posthog.Phase;
        bool? seen = null;
        first.Ended.Register(() => seen = posthog.IsOn);

        Assert.True(posthog.Turn(false));

        Assert.False(seen);
        Assert.True(first.Ended.IsCancellationRequested);
        Assert.True(first.IsOn);
        Assert.NotSame(first, posthog.Phase);
        Assert.False(posthog.Phase.Ended.IsCancellationRequested);
    }

    [Fact]
    public void Turn_SameWay_ChangesNothing()
    {
        var posthog = new PostHogSwitch(new PostHogFeatureManagementOptions());
        SwitchPhase phase = posthog.Phase;

        Assert.False(posthog.Turn(true));

        Assert.Same(phase, posthog.Phase);
        Assert.False(phase.Ended.IsCancellationRequested);
    }

    [Fact]
    public void OnTurned_UntilDisposed_IsCalledAtEachTurn()
    {
        var posthog = new PostHogSwitch(new PostHogFeatureManagementOptions());
        var seen = new List<bool>();
        IDisposable registration = posthog.OnTurned(() => seen.Add(posthog.IsOn));

        posthog.Turn(false);
        posthog.Turn(true);
        registration.Dispose();
        posthog.Turn(false);

        Assert.Equal([false, true], seen);
    }
}
