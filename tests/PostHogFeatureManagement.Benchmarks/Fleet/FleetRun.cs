using System.Diagnostics;
using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Http;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>A running fleet: its instances, the Redis that they share, each through a connection that can be cut, and their PostHog.</summary>
internal sealed class FleetRun : IAsyncDisposable
{
    public const string ProjectToken = "phc_benchmarks";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly List<FleetMember> _members = [];
    private readonly List<CuttableProxy> _connections = [];
    private readonly List<FleetMember> _killed = [];

    private FleetRun(FleetPlan plan, FleetPostHog posthog, RedisProcess redis)
    {
        Plan = plan;
        PostHog = posthog;
        Redis = redis;
    }

    public FleetPlan Plan { get; }

    public FleetPostHog PostHog { get; }

    public RedisProcess Redis { get; }

    public IReadOnlyList<FleetMember> Members => _members;

    /// <summary>The instance that polled last.</summary>
    public FleetMember Holder => _members.Find(member => member.Name == PostHog.LastPoller) ?? throw new InvalidOperationException("The last poller has ended.");

    public int Rollbacks => _members.Concat(_killed).Sum(static member => member.Rollbacks);

    /// <summary>Answers from definitions that PostHog has never had.</summary>
    public int WrongAnswers => _members.Concat(_killed).Sum(member => member.Seen.Count(seen => seen.Version > PostHog.Version));

    /// <summary>Answers without definitions after the first ones.</summary>
    public int Losses => _members.Concat(_killed).Sum(static member => member.Seen.SkipWhile(static seen => seen.Version < 0).Count(static seen => seen.Version < 0));

    public static async Task<FleetRun> StartAsync(FleetPlan plan)
    {
        var run = new FleetRun(plan, await FleetPostHog.StartAsync(), await RedisProcess.StartAsync());
        foreach (int[] batch in Enumerable.Range(0, plan.Instances).Chunk(4))
        {
            await Task.WhenAll(batch.Select(run.AddAsync));
        }

        await run.SettleAsync(run.PostHog.Version, Patience);
        return run;
    }

    /// <summary>Starts one more instance.</summary>
    public async Task<FleetMember> AddAsync(int index)
    {
        var connection = new CuttableProxy(Redis.Port);
        FleetMember member = await FleetMember.StartAsync(string.Create(CultureInfo.InvariantCulture, $"i{index}"), SettingsOf(index, connection));
        lock (_members)
        {
            _members.Add(member);
            _connections.Add(connection);
        }

        return member;
    }

    /// <summary>The connection of an instance to Redis.</summary>
    public CuttableProxy ConnectionOf(FleetMember member) => _connections[_members.IndexOf(member)];

    public async Task KillAsync(FleetMember member)
    {
        int index = _members.IndexOf(member);
        _members.RemoveAt(index);
        _killed.Add(member);
        await member.DisposeAsync();
        await _connections[index].DisposeAsync();
        _connections.RemoveAt(index);
    }

    /// <summary>Waits until all instances answer from this version. False when that takes too long.</summary>
    public async Task<bool> SettleAsync(int version, TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        while (_members.Exists(member => member.Version < version))
        {
            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                return false;
            }

            await Task.Delay(Look);
        }

        return true;
    }

    /// <summary>Changes the definitions, and tells when each instance had the change.</summary>
    public async Task<Flip> FlipAsync()
    {
        long at = PostHog.Flip();
        int version = PostHog.Version;
        bool isSettled = await SettleAsync(version, Patience);
        return new Flip(at, PostHog.FirstServed(version), [.. _members.Select(member => member.FirstSeen(version)).OfType<long>()], isSettled);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_members.Select(static member => member.DisposeAsync().AsTask()));
        await Task.WhenAll(_connections.Select(static connection => connection.DisposeAsync().AsTask()));
        await Redis.DisposeAsync();
        await PostHog.DisposeAsync();
    }

    private IEnumerable<string> SettingsOf(int index, CuttableProxy connection) =>
    [
        $"PostHog:HostUrl={PostHog.Address}",
        $"PostHog:ProjectToken={ProjectToken}",
        "PostHog:SecretKey=phs_benchmarks",
        $"PostHog:Definitions:PollInterval={Plan.PollInterval}",
        $"PostHog:Definitions:ShareCheckInterval={Plan.ShareCheckInterval}",
        $"{FleetApp.RedisSetting}={connection.Address},abortConnect=false",
        $"{FleetApp.CacheSetting}={Plan.IsPlain}",
        .. Plan.Settings(index),
    ];
}
