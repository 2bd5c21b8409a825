using System.Diagnostics;
using System.Globalization;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Benchmarks.Fuzz;

/// <summary>
/// Searches hostile texts for random patterns, several in the budget of one call. Nothing may throw or take more steps than it has, and for ASCII text the
/// answers must be those of .NET's engine, except for atomic groups. Case n is drawn from seed + n, so <c>fuzz patterns 1 [seed + n]</c> repeats a finding.
/// </summary>
internal static class PatternFuzz
{
    private const int DefaultCount = 1_000_000;

    public static int Run(string[] arguments)
    {
        int count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultCount;
        int seed = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : Environment.TickCount & 0xFFFFFFF;
        Console.WriteLine($"{count} calls with patterns from seed {seed}");
        long start = Stopwatch.GetTimestamp();
        long decided = 0;
        int findings = 0;
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            string? fault = RandomPatternCheck.FindFault(seed + index, out int answers);
            Interlocked.Add(ref decided, answers);
            if (fault is not null)
            {
                Interlocked.Increment(ref findings);
                Console.WriteLine($"FINDING at seed {seed + index}: {fault}");
            }
        });
        Console.WriteLine($"{count} calls, {decided} searches decided, {findings} findings, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        return findings == 0 ? 0 : 1;
    }
}
