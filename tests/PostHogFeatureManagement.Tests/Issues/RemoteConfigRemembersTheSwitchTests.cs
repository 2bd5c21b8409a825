using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Tests.Flags.RemoteConfig;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A call that ended because PostHog was switched off was remembered like a failure of PostHog. Switched on again, remote config stayed without a value until
/// <c>Cache:NegativeFor</c> was over.
/// </summary>
public sealed class RemoteConfigRemembersTheSwitchTests
{
    [Fact]
    [Trait("Promise", "RC-14")]
    [Trait("Promise", "OP-05")]
    public async Task GetAsync_SwitchedOffDuringTheCallThenOn_AsksAgainAtOnce()
    {
        await using var probe = new ConfigProbe();
        PostHogSwitch posthog = probe.Library.Get<PostHogSwitch>();
        _ = probe.Holds();
        Task<RemoteConfigResult> underWay = probe.StartAsync().AsTask();
        await Eventually.TrueAsync(() => probe.PostHog.Count == 1);

        posthog.Turn(false);
        RemoteConfigResult meanwhile = await underWay.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        posthog.Turn(true);
        probe.Answers("1");

        Assert.Equal((null, FlagReason.Disabled), (meanwhile.Value?.GetRawText(), meanwhile.Reason));
        Assert.Equal(("1", FlagSource.Remote, FlagReason.Unknown), await probe.GetAsync());
    }
}
