using System.Diagnostics;
using System.Globalization;
using System.Text;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Benchmarks.Fuzz;

/// <summary>
/// Evaluates damaged definitions with unusual properties, a million cases by default. Each case must produce answers and load reports only. Case n is drawn
/// from seed + n, so <c>fuzz 1 [seed + n]</c> repeats a finding.
/// </summary>
internal static class FuzzCommand
{
    private const int DefaultCount = 1_000_000;

    public static int Run(string[] arguments) => arguments is ["patterns", ..] ? PatternFuzz.Run(arguments[1..]) : RunDefinitions(arguments);

    public static void Print(RandomCase drawn, string fault) =>
        Console.WriteLine($"FINDING at seed {drawn.Seed}: {fault}{Environment.NewLine}{Encoding.UTF8.GetString(drawn.Document)}{Environment.NewLine}");

    private static int RunDefinitions(string[] arguments)
    {
        int count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : DefaultCount;
        int seed = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : Environment.TickCount & 0xFFFFFFF;
        Console.WriteLine($"{count} cases from seed {seed}");
        var check = new RandomCaseCheck(new FrozenClock());
        using var watchdog = new Watchdog();
        long start = Stopwatch.GetTimestamp();
        int findings = 0;
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            RandomCase drawn = RandomCase.Draw(seed + index);
            using (watchdog.Watch(drawn))
            {
                if (check.FindFault(drawn) is { } fault)
                {
                    Interlocked.Increment(ref findings);
                    Print(drawn, fault);
                }
            }

            // A stack overflow ends the process. The last of these lines then shows where to look.
            if (index % 50_000 == 0)
            {
                Console.WriteLine($"at case {index} after {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
            }
        });
        Console.WriteLine($"{count} cases, {findings} findings, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        return findings == 0 ? 0 : 1;
    }
}
