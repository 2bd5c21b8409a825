using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PostHogFeatureManagement.Fleet.Copy;

namespace PostHogFeatureManagement.Benchmarks.Fleet.Simulation;

/// <summary>A fleet with one storage and one PostHog. Instances start one after the other over a minute, as in a deployment.</summary>
internal sealed class SimulatedWorld
{
    /// <summary>The definitions of a few hundred flags, compressed as instances share them.</summary>
    public const int BodySize = 30_000;

    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan ShareCheckInterval = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Deployment = TimeSpan.FromMinutes(1);

    private readonly List<SimulatedInstance> _instances = [];
    private readonly List<TimeSpan> _arrivals = [];
    private TimeSpan _flippedAt;

    public SimulatedWorld(int instances, bool isStrict, int seed)
    {
        Random = new Random(seed);
        Storage = new SimulatedStorage(Clock, Random, isStrict);
        PostHog = new SimulatedPostHog(Clock, Random);
        for (int i = 0; i < instances; i++)
        {
            Clock.At(Deployment * Random.NextDouble(), Add);
        }
    }

    public VirtualClock Clock { get; } = new();

    public Random Random { get; }

    public SimulatedStorage Storage { get; }

    public SimulatedPostHog PostHog { get; }

    public DateTimeOffset UtcNow => DateTimeOffset.UnixEpoch.AddYears(56) + Clock.Now;

    /// <summary>How often an instance went back to an older version.</summary>
    public int Rollbacks { get; private set; }

    public static SharedBodyInfo BodyOf(int version) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(version.ToString(CultureInfo.InvariantCulture)))), Length: version, ETag: null);

    public static int VersionOf(SharedBodyInfo body) => body.Length;

    public void Pass(TimeSpan time) => Clock.RunUntil(Clock.Now + time);

    public void Installed(int from, int to)
    {
        Rollbacks += to < from ? 1 : 0;
        if (to == PostHog.Version)
        {
            _arrivals.Add(Clock.Now - _flippedAt);
        }
    }

    /// <summary>A flag is flipped, and PostHog tells one of the instances.</summary>
    /// <returns>When each of the instances has it.</returns>
    public IReadOnlyList<TimeSpan> Flip()
    {
        _arrivals.Clear();
        _flippedAt = Clock.Now;
        PostHog.Flip();
        Any().Refresh();
        Pass(PollInterval * 3);
        return _arrivals.Count == _instances.Count
            ? [.. _arrivals]
            : throw new InvalidOperationException($"{_instances.Count - _arrivals.Count} instances did not get the change within three intervals.");
    }

    /// <summary>The instance that polls is killed, and a new one is started.</summary>
    /// <returns>How long it takes until another one polls.</returns>
    public TimeSpan KillHolder()
    {
        SimulatedInstance holder = _instances.Find(static instance => instance.IsHolder) ?? Any();
        holder.Kill();
        _instances.Remove(holder);
        Add();
        TimeSpan killedAt = Clock.Now;
        for (int i = 0; i < 300 && PostHog.LastPoll <= killedAt; i++)
        {
            Pass(PollInterval / 100);
        }

        return PostHog.LastPoll - killedAt;
    }

    private SimulatedInstance Any() => _instances[Random.Next(_instances.Count)];

    private void Add()
    {
        var instance = new SimulatedInstance(this);
        _instances.Add(instance);
        instance.Start();
    }
}
