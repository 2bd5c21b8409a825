using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Tests.Flags;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A caller for whom there was no room was not asked for during the next five seconds either, although PostHog was well and there was room again at once.</summary>
[Trait("Promise", "RS-07")]
public sealed class OverloadRememberedTests
{
    [Fact]
    public async Task GetAsync_AfterOverload_AsksAgainAtOnce()
    {
        var probe = new RemoteProbe();
        probe.Respond(FlagsCallOutcome.Overloaded);
        Assert.Equal(FlagReason.Overloaded, (await probe.GetAsync()).Failure);
        probe.Respond(RemoteProbe.On("beta"));

        Assert.True((await probe.GetAsync()).TryGet("beta", out _));
    }

    [Fact]
    public async Task GetAsync_OverloadWithALastGoodAnswer_ServesIt()
    {
        var probe = new RemoteProbe();
        probe.Respond(RemoteProbe.On("beta"));
        await probe.GetAsync();
        probe.Time.Advance(TimeSpan.FromHours(23));
        probe.Respond(FlagsCallOutcome.Overloaded);

        RemoteAnswer answer = await probe.GetAsync();

        Assert.True(answer.TryGet("beta", out _));
        Assert.Equal(FlagSource.Stale, answer.Source);
    }
}
