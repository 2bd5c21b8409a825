using PostHogFeatureManagement.Fleet.Storage;

namespace PostHogFeatureManagement.Benchmarks.Fleet.Simulation;

/// <summary>
/// One Redis. It does one thing after the other, and each takes its processor and its link for a while, so many instances at once have to queue. An operation that
/// takes too long for its caller is carried out all the same.
/// </summary>
internal sealed class SimulatedStorage(VirtualClock clock, Random random, bool isStrict)
{
    /// <summary>What a script of a few commands costs Redis.</summary>
    private static readonly TimeSpan PerCall = TimeSpan.FromMicroseconds(20);

    private static readonly TimeSpan PerListener = TimeSpan.FromMicroseconds(2);

    /// <summary>A link of 1 Gbit/s.</summary>
    private const double BytesPerSecond = 125_000_000;

    /// <summary>The names of keys and the protocol around a value.</summary>
    private const int Overhead = 150;

    private readonly Dictionary<string, (byte[] Bytes, int Size, TimeSpan Ends)> _values = [];
    private readonly List<Action<long>> _listeners = [];
    private TimeSpan _freeAt;

    public bool IsAway { get; set; }

    public bool IsListenedTo => isStrict && !IsAway;

    public long Calls { get; private set; }

    public long Bytes { get; private set; }

    public void Listen(Action<long> heard) => _listeners.Add(heard);

    public void Unlisten(Action<long> heard) => _listeners.Remove(heard);

    /// <summary>Null when the answer does not come in time.</summary>
    public Task<StoredValue?> ReadAsync(string name) => CallAsync(
        () => Overhead + (Find(name)?.Size ?? 0),
        () => (StoredValue?)(Find(name) is { } value ? new StoredValue(value.Bytes, isStrict ? value.Ends - clock.Now : null, Now: null) : default),
        otherwise: null);

    /// <param name="name">The name of the value.</param>
    /// <param name="expected">What must be there.</param>
    /// <param name="value">What comes in its place.</param>
    /// <param name="size">The size of the value. Bodies are not copied.</param>
    /// <param name="life">How long it will be there.</param>
    public async Task<ReplaceOutcome> ReplaceAsync(string name, byte[]? expected, byte[] value, int size, TimeSpan life)
    {
        if (isStrict)
        {
            return await CallAsync(
                () => Overhead + size,
                () => Holds(name, expected) ? Set(name, value, size, life) : ReplaceOutcome.Lost,
                ReplaceOutcome.Unknown);
        }

        ReplaceOutcome before = await CompareAsync(name, expected);
        if (before != ReplaceOutcome.Replaced)
        {
            return before;
        }

        ReplaceOutcome written = await CallAsync(() => Overhead + size, () => Set(name, value, size, life), ReplaceOutcome.Unknown);
        return written == ReplaceOutcome.Replaced ? await CompareAsync(name, value) : written;
    }

    public Task AnnounceAsync(long generation)
    {
        if (!isStrict)
        {
            return Task.CompletedTask;
        }

        return CallAsync(
            () => Overhead,
            () =>
            {
                foreach (Action<long> heard in _listeners.ToArray())
                {
                    Occupy(PerListener, Overhead);
                    clock.At(_freeAt + Hop(), () => heard(generation));
                }

                return true;
            },
            otherwise: false);
    }

    private Task<ReplaceOutcome> CompareAsync(string name, byte[]? expected) => CallAsync(
        () => Overhead + (Find(name)?.Size ?? 0),
        () => Holds(name, expected) ? ReplaceOutcome.Replaced : ReplaceOutcome.Lost,
        ReplaceOutcome.Unknown);

    private Task<T> CallAsync<T>(Func<int> size, Func<T> call, T otherwise)
    {
        var answered = new TaskCompletionSource<T>();
        if (IsAway)
        {
            clock.At(clock.Now + Hop(), () => answered.TrySetResult(otherwise));
            return answered.Task;
        }

        TimeSpan sent = clock.Now;
        clock.At(sent + Hop(), () =>
        {
            Calls++;
            Occupy(PerCall, size());
            if (_freeAt - sent >= FleetStorage.Timeout)
            {
                clock.At(sent + FleetStorage.Timeout, () => answered.TrySetResult(otherwise));
            }

            clock.At(_freeAt, () =>
            {
                T result = call();
                clock.At(clock.Now + Hop(), () => answered.TrySetResult(result));
            });
        });
        return answered.Task;
    }

    private void Occupy(TimeSpan processor, int bytes)
    {
        Bytes += bytes;
        TimeSpan begins = _freeAt > clock.Now ? _freeAt : clock.Now;
        _freeAt = begins + processor + TimeSpan.FromSeconds(bytes / BytesPerSecond);
    }

    private (byte[] Bytes, int Size, TimeSpan Ends)? Find(string name) => _values.TryGetValue(name, out var value) && value.Ends > clock.Now ? value : null;

    private bool Holds(string name, byte[]? expected) => Find(name) is { } value ? expected is not null && value.Bytes.AsSpan().SequenceEqual(expected) : expected is null;

    private ReplaceOutcome Set(string name, byte[] value, int size, TimeSpan life)
    {
        _values[name] = (value, size, clock.Now + life);
        return ReplaceOutcome.Replaced;
    }

    /// <summary>One way through the network: 0.2 to 0.5 ms.</summary>
    private TimeSpan Hop() => TimeSpan.FromMilliseconds(0.2 + (0.3 * random.NextDouble()));
}
