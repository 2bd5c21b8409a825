using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Tests.Flags;

[Trait("Promise", "RS-09")]
public class RemoteFlagsQuotaTests
{
    private static readonly TimeSpan FirstPause = RemoteQuota.FirstPause;
    private readonly RemoteProbe _probe = new();

    [Fact]
    public async Task GetAsync_QuotaExceeded_SendsNoRequestDuringPause()
    {
        _probe.Respond(WireFailure.QuotaLimited);
        await _probe.GetAsync();
        await _probe.GetAsync(context: new PostHogContext("bob"));
        Assert.Single(_probe.Requests);

        _probe.Time.Advance(FirstPause);
        await _probe.GetAsync(context: new PostHogContext("eve"));
        await _probe.GetAsync(context: new PostHogContext("kim"));
        Assert.Equal(2, _probe.Requests.Count);

        // The second pause is twice as long.
        _probe.Time.Advance(FirstPause);
        await _probe.GetAsync();
        Assert.Equal(2, _probe.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_QuotaRestored_Recovers()
    {
        _probe.Respond(WireFailure.QuotaLimited);
        await _probe.GetAsync();
        _probe.Respond(RemoteProbe.On("a"));
        _probe.Time.Advance(FirstPause);

        Assert.True((await _probe.GetAsync("a")).TryGet("a", out _));
        Assert.True((await _probe.GetAsync("a", new PostHogContext("bob"))).TryGet("a", out _));
    }

    [Theory]
    [InlineData(QuotaExceededBehavior.KeepLastGood, true)]
    [InlineData(QuotaExceededBehavior.Drop, false)]
    public async Task GetAsync_QuotaExceededLater_KeepsOrDropsLastGood(QuotaExceededBehavior behavior, bool isKept)
    {
        var probe = new RemoteProbe(options => options.Definitions.OnQuotaExceeded = behavior);
        probe.Respond(RemoteProbe.On("a"));
        await probe.GetAsync("a");
        probe.Respond(WireFailure.QuotaLimited);
        await probe.GetAsync("a", new PostHogContext("bob"));

        RemoteAnswer answer = await probe.GetAsync("a");

        Assert.Equal(isKept, answer.TryGet("a", out _));
        Assert.Equal(isKept ? FlagReason.Unknown : FlagReason.QuotaLimited, answer.Failure);
    }

    [Fact]
    public async Task GetAsync_QuotaExceededForADay_ServesLastGoodUntilFailSafeEnds()
    {
        _probe.Respond(RemoteProbe.On("a"));
        await _probe.GetAsync("a");
        _probe.Respond(WireFailure.QuotaLimited);

        _probe.Time.Advance(TimeSpan.FromHours(23));
        Assert.True((await _probe.GetAsync("a")).TryGet("a", out _));
        _probe.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(FlagReason.QuotaLimited, (await _probe.GetAsync("a")).Failure);
    }
}
