using System.Collections.Concurrent;
using System.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Benchmarks.Fuzz;

/// <summary>Prints the case and ends the process when a case takes far too long, because a hang is also a finding.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<RandomCase, long> _running = new();
    private readonly Timer _timer;

    public Watchdog() => _timer = new Timer(Look, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    public Watch Watch(RandomCase drawn)
    {
        _running[drawn] = Stopwatch.GetTimestamp();
        return new Watch(this, drawn);
    }

    public void Done(RandomCase drawn) => _running.TryRemove(drawn, out _);

    public void Dispose() => _timer.Dispose();

    private void Look(object? state)
    {
        foreach ((RandomCase drawn, long since) in _running)
        {
            if (Stopwatch.GetElapsedTime(since) > Limit)
            {
                FuzzCommand.Print(drawn, $"no answer after {Limit.TotalSeconds:0} s");
                Environment.Exit(1);
            }
        }
    }
}
