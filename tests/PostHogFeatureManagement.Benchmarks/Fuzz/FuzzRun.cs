using System.Diagnostics;
using System.Runtime;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Benchmarks.Fuzz;

/// <summary>
/// Runs the cases of one kind. No case may throw, contradict itself, allocate out of proportion or take more than 50 ms of processor time, and after all of
/// them, no more than 100 MB may be left, the arrays in .NET's pools included. Case n is drawn from seed + n, so <c>fuzz kind 1 [seed + n]</c> repeats a finding.
/// </summary>
internal sealed class FuzzRun
{
    private const double Millisecond = 1e6;
    private const double Budget = 50 * Millisecond;
    private const long MemoryLimit = 100_000_000;
    private const int Repeats = 3;

    private static readonly Func<double> Clock = static () => ProcessorClock.OfThread;

    private readonly string _kind;
    private readonly RandomCheck _check;
    private readonly Lock _lock = new();
    private int _findings;
    private double _slowest;

    private FuzzRun(string kind)
    {
        _kind = kind;
        _check = RandomKinds.All[kind]();
    }

    /// <summary>Returns the number of findings.</summary>
    public static int Run(string kind, int count, int seed)
    {
        var run = new FuzzRun(kind);
        run.RunAll(count, seed);
        (run._check as IDisposable)?.Dispose();
        return run._findings;
    }

    private void RunAll(int count, int seed)
    {
        Console.WriteLine($"{_kind}: {count} cases from seed {seed}");
        _ = _check.FindFault(seed);
        long before = Retained();
        long start = Stopwatch.GetTimestamp();
        int step = Math.Max(count / 10, 1);
        using (var watchdog = new Watchdog(_kind))
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
            {
                using (watchdog.Watch(seed + index))
                {
                    RunOne(seed + index);
                }

                // A stack overflow ends the process. The last of these lines then shows where to look.
                if (index % step == 0)
                {
                    Console.WriteLine($"  case {index} after {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
                }
            });
        }

        TimeSpan time = Stopwatch.GetElapsedTime(start);
        long left = Retained() - before;
        if (left > MemoryLimit)
        {
            Report($"{left / 1e6:0.0} MB are left");
        }

        string decided = _check is RandomPatternCheck patterns ? $"{patterns.Decided} searches decided" : $"the slowest case took {_slowest / Millisecond:0.0} ms";
        Console.WriteLine($"{_kind}: {count} cases, {_findings} findings, {time.TotalSeconds:0} s; {decided}; {left / 1e6:0.0} MB left");
    }

    private static long Retained()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private void RunOne(int seed)
    {
        string? fault = _check.FindFault(seed, Clock, out double time);

        // A collection or the compiler may have taken the time.
        for (int repeat = 0; repeat < Repeats && time > Budget; repeat++)
        {
            _ = _check.FindFault(seed, Clock, out double again);
            time = Math.Min(time, again);
        }

        lock (_lock)
        {
            _slowest = Math.Max(_slowest, time);
        }

        if (fault is not null || time > Budget)
        {
            Report($"seed {seed}: {fault ?? $"{time / Millisecond:0} ms"}");
        }
    }

    private void Report(string finding)
    {
        Interlocked.Increment(ref _findings);
        Console.WriteLine($"FINDING in {_kind}, {finding}{Environment.NewLine}");
    }
}
