using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags.Remote;

public class RemoteFlagsTests
{
    private readonly RemoteProbe _probe = new();

    [Fact]
    [Trait("Promise", "RC-01")]
    [Trait("Promise", "P01")]
    [Trait("Promise", "P04")]
    public async Task GetAsync_SeveralFlags_SendsOneRequest()
    {
        _probe.Respond(RemoteProbe.On("a"), RemoteProbe.On("b", "blue"));

        RemoteAnswer first = await _probe.GetAsync("a");
        RemoteAnswer second = await _probe.GetAsync("b");

        Assert.True(first.TryGet("a", out RemoteFlag? a) && a.IsEnabled);
        Assert.True(second.TryGet("b", out RemoteFlag? b));
        Assert.Equal("blue", b.Variant);
        Assert.Equal(FlagSource.Remote, first.Source);
        Assert.Equal(FlagSource.Cache, second.Source);
        FlagsRequest request = Assert.Single(_probe.Requests);
        Assert.Null(request.FlagKeys);
        Assert.Same(RemoteProbe.Ada, request.Context);
    }

    [Fact]
    [Trait("Promise", "P02")]
    [Trait("Promise", "P05")]
    public async Task GetAsync_OffFlag_IsCached()
    {
        _probe.Respond(RemoteProbe.Off("a"));
        await _probe.GetAsync("a");

        Assert.True((await _probe.GetAsync("a")).TryGet("a", out RemoteFlag? flag));
        Assert.False(flag.IsEnabled);
        Assert.Single(_probe.Requests);
    }

    [Fact]
    public async Task GetAsync_Cached_AllocatesNothing()
    {
        _probe.Respond(RemoteProbe.On("a"));
        await _probe.GetAsync("a");
        await _probe.GetAsync("a");

        long before = GC.GetAllocatedBytesForCurrentThread();
        RemoteAnswer answer = (await _probe.GetAsync("a"))!;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(answer.HasAnswers);
        Assert.Equal(0, allocated);
    }

    [Fact]
    [Trait("Promise", "P06")]
    public async Task GetAsync_CachedWhileCircuitOpen_AnswersFromCache()
    {
        _probe.Respond(RemoteProbe.On("a"));
        await _probe.GetAsync("a");
        _probe.Respond(WireFailure.CircuitOpen);

        Assert.True((await _probe.GetAsync("a")).TryGet("a", out _));
    }

    [Theory]
    [Trait("Promise", "P07")]
    [Trait("Promise", "RC-09")]
    [InlineData(nameof(WireFailure.Unreachable), FlagReason.RequestFailed)]
    [InlineData(nameof(WireFailure.GatewayError), FlagReason.RequestFailed)]
    [InlineData(nameof(WireFailure.ServerError), FlagReason.RequestFailed)]
    [InlineData(nameof(WireFailure.Unreadable), FlagReason.RequestFailed)]
    [InlineData(nameof(WireFailure.Forbidden), FlagReason.RequestFailed)]
    [InlineData(nameof(WireFailure.Rejected), FlagReason.RequestFailed)]
    [InlineData(nameof(WireFailure.UnexpectedStatus), FlagReason.RequestFailed)]
    [InlineData(nameof(WireFailure.Unauthorized), FlagReason.RequestFailed)]
    [InlineData(nameof(WireFailure.RateLimited), FlagReason.RequestFailed)]
    [InlineData(nameof(WireFailure.TimedOut), FlagReason.Timeout)]
    [InlineData(nameof(WireFailure.CircuitOpen), FlagReason.CircuitOpen)]
    [InlineData(nameof(WireFailure.QuotaLimited), FlagReason.QuotaLimited)]
    [InlineData(nameof(WireFailure.Overloaded), FlagReason.Overloaded)]
    public async Task GetAsync_FailsWithNothingCached_HasReason(string failure, FlagReason expected)
    {
        _probe.Respond(Enum.Parse<WireFailure>(failure));

        RemoteAnswer answer = await _probe.GetAsync("a");

        Assert.False(answer.HasAnswers);
        Assert.Equal(expected, answer.Failure);
        Assert.Equal(expected, answer.MissingReason());
        Assert.False(answer.TryGet("a", out _));
        Assert.Empty(answer.Flags);
    }

    [Fact]
    [Trait("Promise", "RC-09")]
    public async Task GetAsync_Failure_IsRememberedBriefly()
    {
        _probe.Respond(WireFailure.ServerError);
        await _probe.GetAsync("a");
        await _probe.GetAsync("a");
        Assert.Single(_probe.Requests);

        _probe.Time.Advance(_probe.Options.Cache.NegativeFor);
        _probe.Respond(RemoteProbe.On("a"));
        Assert.True((await _probe.GetAsync("a")).TryGet("a", out _));
    }

    [Fact]
    [Trait("Promise", "RS-07")]
    public async Task GetAsync_OverloadedPastStale_ServesLastGood()
    {
        _probe.Respond(RemoteProbe.On("a"));
        await _probe.GetAsync("a");
        _probe.Time.Advance(TimeSpan.FromHours(2));
        _probe.Respond(WireFailure.Overloaded);

        RemoteAnswer answer = await _probe.GetAsync("a");

        Assert.True(answer.TryGet("a", out _));
        Assert.Equal(FlagSource.Stale, answer.Source);
    }

    [Fact]
    [Trait("Promise", "RS-07")]
    public async Task GetAsync_Overloaded_NextCallAsksAgain()
    {
        _probe.Respond(WireFailure.Overloaded);
        Assert.Equal(FlagReason.Overloaded, (await _probe.GetAsync("a")).Failure);
        _probe.Respond(RemoteProbe.On("a"));

        Assert.True((await _probe.GetAsync("a")).TryGet("a", out _));
    }

    [Fact]
    [Trait("Promise", "RC-07")]
    public async Task GetAsync_Stale_AnswersAtOnceAndRefreshes()
    {
        _probe.Respond(RemoteProbe.On("a", "old"));
        await _probe.GetAsync("a");
        _probe.Time.Advance(TimeSpan.FromSeconds(30));
        _probe.Respond(RemoteProbe.On("a", "new"));

        Assert.Equal(FlagSource.Stale, (await _probe.GetAsync("a")).Source);
        await Eventually.TrueAsync(async () => (await _probe.GetAsync("a")).TryGet("a", out RemoteFlag? flag) && flag.Variant == "new");
        Assert.Equal(2, _probe.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_NoDistinctId_NeverAsks()
    {
        RemoteAnswer answer = await _probe.GetAsync("a", PostHogContext.Anonymous);

        Assert.Equal(FlagReason.MissingDistinctId, answer.Failure);
        Assert.Empty(_probe.Requests);
    }

    [Fact]
    [Trait("Promise", "P12")]
    public async Task GetAsync_Disabled_NeverAsks()
    {
        var probe = new RemoteProbe(options => options.Enabled = false);

        Assert.Equal(FlagReason.Disabled, (await probe.GetAsync("a")).Failure);
        Assert.Equal(FlagReason.Disabled, (await probe.RefreshAllAsync()).Failure);
        Assert.Empty(probe.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Promise", "OP-05")]
    public async Task GetAsync_SwitchedOnAgain_AsksAtOnce(bool servesWhenDisabled)
    {
        var probe = new RemoteProbe(options =>
        {
            options.Enabled = false;
            options.Cache.ServeWhenDisabled = servesWhenDisabled;
        });
        probe.Respond(RemoteProbe.On("a"));
        Assert.Equal(FlagReason.Disabled, (await probe.GetAsync("a")).Failure);

        probe.Switch.Turn(true);

        Assert.True((await probe.GetAsync("a")).TryGet("a", out _));
        Assert.Single(probe.Requests);
    }

    [Fact]
    [Trait("Promise", "P29")]
    [Trait("Promise", "P30")]
    public async Task GetAsync_OtherCaller_HasOwnAnswers()
    {
        _probe.Answer = request => RemoteProbe.Success(RemoteProbe.On("who", $"{request.Context.DistinctId}-{request.Context.PersonProperties.GetValueOrDefault("environment")}"));
        PostHogContext[] callers =
        [
            new("ada"),
            new("bob"),
            new("ada") { PersonProperties = new Dictionary<string, object?> { ["environment"] = "rc" } },
            new("ada") { PersonProperties = new Dictionary<string, object?> { ["environment"] = "production" } },
        ];

        foreach (int round in Enumerable.Range(0, 2))
        {
            foreach (PostHogContext caller in callers)
            {
                Assert.True((await _probe.GetAsync("who", caller)).TryGet("who", out RemoteFlag? flag));
                Assert.Equal($"{caller.DistinctId}-{caller.PersonProperties.GetValueOrDefault("environment")}", flag.Variant);
            }
        }

        Assert.Equal(callers.Length, _probe.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_CallerCancelled_Throws()
    {
        Task<RemoteAnswer> pending = _probe.Flags.GetAsync(RemoteProbe.Ada, "a", Timeout.InfiniteTimeSpan, new CancellationToken(true)).AsTask();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }
}
