using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Tests.Emulator;
using PostHogFeatureManagement.Tests.Redis;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions.Sharing;

/// <summary>Four instances, one real Redis or one plain cache, and one emulated PostHog.</summary>
[Trait("Promise", "DF-04")]
public sealed class FleetTests : IAsyncLifetime
{
    private const int Instances = 4;
    private const string Feed = "/flags/definitions";
    private readonly List<FleetInstance> _fleet = [];
    private readonly FakeDistributedCache _cache = new(TimeProvider.System);
    private RedisServer _redis = null!;
    private RunningEmulator _emulator = null!;

    private PostHogEmulator PostHog => _emulator.Emulator;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _emulator = await RunningEmulator.StartAsync(FleetOfTwo.OneFlag);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (FleetInstance instance in _fleet)
        {
            await instance.DisposeAsync();
        }

        await _emulator.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Promise", "DF-05")]
    public async Task Fleet_Steady_OnePollsAndAFlipReachesAll(bool redis)
    {
        await StartAsync(Instances, redis);
        await Eventually.TrueAsync(() => _fleet.Count(static instance => instance.Status.IsPolling) == 1);

        // Six polls of one instance take at least five intervals, less the jitter. Two instances that poll would take half of that, every time; a machine that stands
        // still for a second can cause a poll more, but not every time.
        await Eventually.TrueAsync(async () => await TimeOfSixPollsAsync() > FleetInstance.Interval * 4);

        PostHog.SetActive("beta", false);
        await EventuallyAllAsync(static async instance => !await instance.IsOnAsync("beta"));
        Assert.Single(_fleet.Select(static instance => instance.Status.Generation).Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Promise", "DF-07")]
    public async Task Fleet_PollerStops_IsReplaced(bool redis)
    {
        await StartAsync(Instances, redis);
        await Eventually.TrueAsync(() => _fleet.Count(static instance => instance.Status.IsPolling) == 1);
        FleetInstance poller = _fleet.Single(static instance => instance.Status.IsPolling);
        _fleet.Remove(poller);
        await poller.DisposeAsync();

        PostHog.SetActive("beta", false);

        await EventuallyAllAsync(static async instance => !await instance.IsOnAsync("beta"));
    }

    [Fact]
    [Trait("Promise", "DF-06")]
    public async Task Refresh_AnyInstance_ReachesAll()
    {
        await StartAsync(Instances, redis: true);
        await Eventually.TrueAsync(() => _fleet.Count(static instance => instance.Status.IsPolling) == 1);
        PostHog.SetActive("beta", false);

        DefinitionsRefreshResult result = await _fleet.First(static instance => !instance.Status.IsPolling).RefreshAsync();

        Assert.True(result.Outcome is DefinitionsRefreshOutcome.Changed or DefinitionsRefreshOutcome.Unchanged);
        await EventuallyAllAsync(static async instance => !await instance.IsOnAsync("beta"));
    }

    /// <summary>With an hour between two looks, only an announcement can bring the change.</summary>
    [Fact]
    [Trait("Promise", "DF-05")]
    [Trait("Promise", "DF-06")]
    public async Task Refresh_OfACandidate_IsAnnouncedToAll()
    {
        await StartAsync(Instances, redis: true, ("PostHog:Definitions:PollInterval", "01:00:00"));
        await Eventually.TrueAsync(() => _fleet.Count(static instance => instance.Status.IsPolling) == 1);
        await EventuallyAllAsync(static instance => Task.FromResult(instance.Status is { Generation: 1 }));
        PostHog.SetActive("beta", false);

        DefinitionsRefreshResult result = await _fleet.First(static instance => !instance.Status.IsPolling).RefreshAsync();

        Assert.Equal(DefinitionsRefreshOutcome.Changed, result.Outcome);
        await EventuallyAllAsync(static async instance => !await instance.IsOnAsync("beta"));
    }

    [Fact]
    public async Task Redis_RestartedEmpty_FleetGoesOn()
    {
        await StartAsync(Instances, redis: true);
        PostHog.SetActive("beta", false);
        await EventuallyAllAsync(static async instance => !await instance.IsOnAsync("beta"));
        long generation = _fleet[0].Status.Generation;
        await _redis.KillAsync();
        await _redis.StartAgainAsync();

        PostHog.SetActive("beta", true);

        await EventuallyAllAsync(static instance => instance.IsOnAsync("beta"));
        await Eventually.TrueAsync(() => _fleet.Count(static instance => instance.Status.IsPolling) == 1);
        await EventuallyAllAsync(instance => Task.FromResult(instance.Status.Generation > generation));
    }

    [Fact]
    [Trait("Promise", "DF-07")]
    public async Task Redis_GoneAtStart_EachPollsForItselfUntilItIsThere()
    {
        await _redis.KillAsync();
        await StartAsync(2, redis: true);
        Assert.All(_fleet, static instance => Assert.Equal(1, instance.Status.Flags));
        PostHog.SetActive("beta", false);
        await EventuallyAllAsync(static async instance => !await instance.IsOnAsync("beta"));
        await EventuallyAllAsync(static instance => Task.FromResult(instance.Logs.CountOf(LogEvents.SharingInterrupted) == 1));

        await _redis.StartAgainAsync();

        await EventuallyAllAsync(static instance => Task.FromResult(instance.Logs.CountOf(LogEvents.SharingResumed) == 1));
        await Eventually.TrueAsync(() => _fleet.Count(static instance => instance.Status.IsPolling) == 1);
        PostHog.SetActive("beta", true);
        await EventuallyAllAsync(static instance => instance.IsOnAsync("beta"));
    }

    [Fact]
    [Trait("Promise", "DF-08")]
    public async Task Fleet_IdleButOne_PollsAtThePaceOfThatOne()
    {
        // Longer than both take to start: an idle holder does not notice for a long time that a busy instance has taken over.
        await StartAsync(2, redis: true, ("PostHog:Definitions:IdleAfter", "00:00:04"), ("PostHog:Definitions:IdleInterval", "00:01:00"));
        await EventuallyAllAsync(static instance => Task.FromResult(instance.Status.IsIdle));
        await Eventually.TrueAsync(() => _fleet.Count(static instance => instance.Status.IsPolling) == 1);
        FleetInstance busy = _fleet.Single(static instance => !instance.Status.IsPolling);

        await Eventually.TrueAsync(async () => await busy.IsOnAsync("beta") && busy.Status.IsPolling);

        PostHog.SetActive("beta", false);
        await Eventually.TrueAsync(async () => !await busy.IsOnAsync("beta"));
        await EventuallyAllAsync(static async instance => instance.Status.Generation == 2 || !await instance.IsOnAsync("beta"));
    }

    private async Task<TimeSpan> TimeOfSixPollsAsync()
    {
        long begun = TimeProvider.System.GetTimestamp();
        int before = PostHog.RequestCount(Feed);
        await Eventually.TrueAsync(() => PostHog.RequestCount(Feed) >= before + 6);
        return TimeProvider.System.GetElapsedTime(begun);
    }

    private async Task StartAsync(int count, bool redis, params (string Key, string Value)[] settings)
    {
        Action<IFeatureManagementBuilder> share = redis
            ? features => features.AddPostHogRedis(_redis.ConnectionString)
            : features => features.Services.AddSingleton<IDistributedCache>(_cache);
        for (int i = 0; i < count; i++)
        {
            _fleet.Add(await FleetInstance.StartAsync(PostHog, share, settings));
        }
    }

    private Task EventuallyAllAsync(Func<FleetInstance, Task<bool>> condition) => Eventually.TrueAsync(async () =>
        (await Task.WhenAll(_fleet.Select(condition))).All(static isTrue => isTrue));
}
