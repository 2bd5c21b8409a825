using System.Collections.Concurrent;
using System.Diagnostics;

namespace PostHogFeatureManagement.Benchmarks.Fuzz;

/// <summary>Prints the seed and ends the process when a case takes far too long, because a hang is also a finding.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly string _kind;
    private readonly ConcurrentDictionary<int, long> _running = new();
    private readonly Timer _timer;

    public Watchdog(string kind)
    {
        _kind = kind;
        _timer = new Timer(Look, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public Watch Watch(int seed)
    {
        _running[seed] = Stopwatch.GetTimestamp();
        return new Watch(this, seed);
    }

    public void Done(int seed) => _running.TryRemove(seed, out _);

    public void Dispose() => _timer.Dispose();

    private void Look(object? state)
    {
        foreach ((int seed, long since) in _running)
        {
            if (Stopwatch.GetElapsedTime(since) > Limit)
            {
                Console.WriteLine($"FINDING at seed {seed} of {_kind}: no answer after {Limit.TotalSeconds:0} s");
                Environment.Exit(1);
            }
        }
    }
}
