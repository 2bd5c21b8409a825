using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Tests.Flags;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A check that found no free slot was cached as a failure for five seconds, although PostHog was healthy and a slot was free again at once.</summary>
[Trait("Promise", "RS-07")]
public sealed class OverloadCachedAsFailureTests
{
    [Fact]
    public async Task GetAsync_AfterOverload_SendsRequestAtOnce()
    {
        var probe = new RemoteProbe();
        probe.Respond(WireFailure.Overloaded);
        Assert.Equal(FlagReason.Overloaded, (await probe.GetAsync()).Failure);
        probe.Respond(RemoteProbe.On("beta"));

        Assert.True((await probe.GetAsync()).TryGet("beta", out _));
    }

    [Fact]
    public async Task GetAsync_OverloadWithLastGood_ServesLastGood()
    {
        var probe = new RemoteProbe();
        probe.Respond(RemoteProbe.On("beta"));
        await probe.GetAsync();
        probe.Time.Advance(TimeSpan.FromHours(23));
        probe.Respond(WireFailure.Overloaded);

        RemoteAnswer answer = await probe.GetAsync();

        Assert.True(answer.TryGet("beta", out _));
        Assert.Equal(FlagSource.Stale, answer.Source);
    }
}
