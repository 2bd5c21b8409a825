using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Tests.Flags;

[Trait("Promise", "RC-11")]
public class RemoteFlagsRefreshTests
{
    private readonly RemoteProbe _probe = new();

    [Fact]
    [Trait("Promise", "P23")]
    public async Task RefreshAllAsync_Success_FillsCacheForSingleChecks()
    {
        _probe.Respond(RemoteProbe.On("a"), RemoteProbe.Off("b"));

        RemoteAnswer all = await _probe.RefreshAllAsync();
        RemoteAnswer single = await _probe.GetAsync("a");

        Assert.Equal(["a", "b"], all.Flags.Select(flag => flag.Key).Order());
        Assert.Equal(FlagSource.Cache, single.Source);
        Assert.Single(_probe.Requests);
    }

    [Fact]
    [Trait("Promise", "P24")]
    public async Task RefreshAllAsync_FreshAnswer_SendsRequest()
    {
        _probe.Respond(RemoteProbe.On("a"));
        await _probe.GetAsync("a");
        await _probe.RefreshAllAsync();

        Assert.Equal(2, _probe.Requests.Count);
    }

    [Theory]
    [Trait("Promise", "P25")]
    [Trait("Promise", "P26")]
    [InlineData(nameof(WireFailure.CircuitOpen))]
    [InlineData(nameof(WireFailure.ServerError))]
    [InlineData(nameof(WireFailure.QuotaLimited))]
    public async Task RefreshAllAsync_FailsWithoutLastGood_IsEmpty(string failure)
    {
        _probe.Respond(Enum.Parse<WireFailure>(failure));

        RemoteAnswer answer = await _probe.RefreshAllAsync();

        Assert.False(answer.HasAnswers);
        Assert.Empty(answer.Flags);
    }

    [Theory]
    [InlineData(0, FlagSource.Cache)]
    [InlineData(60, FlagSource.Stale)]
    [InlineData(7200, FlagSource.Stale)]
    public async Task RefreshAllAsync_FailsWithLastGood_ReturnsLastGood(int seconds, FlagSource source)
    {
        _probe.Respond(RemoteProbe.On("a"));
        await _probe.GetAsync("a");
        _probe.Time.Advance(TimeSpan.FromSeconds(seconds));
        _probe.Respond(WireFailure.CircuitOpen);

        RemoteAnswer answer = await _probe.RefreshAllAsync();

        Assert.True(answer.TryGet("a", out _));
        Assert.Equal(source, answer.Source);
    }

    [Fact]
    public async Task GetAsync_FreshForZero_RequestsOneFlagEachTime()
    {
        var probe = new RemoteProbe(options => options.Cache.FreshFor = TimeSpan.Zero);
        probe.Respond(RemoteProbe.On("a"));

        Assert.True((await probe.GetAsync("a")).TryGet("a", out _));
        Assert.Equal(FlagSource.Remote, (await probe.GetAsync("a")).Source);
        await probe.RefreshAllAsync();
        probe.Respond(WireFailure.ServerError);
        Assert.Equal(FlagReason.RequestFailed, (await probe.GetAsync("a")).Failure);

        Assert.Equal(["a", "a", "", "a"], probe.Requests.Select(request => string.Join(',', request.FlagKeys ?? [])));
    }
}
