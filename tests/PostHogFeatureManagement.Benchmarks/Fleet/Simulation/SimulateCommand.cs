using System.Globalization;

namespace PostHogFeatureManagement.Benchmarks.Fleet.Simulation;

/// <summary>Simulates fleets of 10 to 10,000 instances and prints what they cost and how fast they are.</summary>
internal static class SimulateCommand
{
    private static readonly (int Instances, bool IsStrict)[] Fleets =
        [(10, true), (100, true), (1_000, true), (10_000, true), (10, false), (100, false), (1_000, false)];

    public static int Run(string[] args)
    {
        bool isDrawn = args.Contains("--svg");
        string[] numbers = [.. args.Where(static arg => arg != "--svg")];
        int seed = numbers.Length > 0 ? int.Parse(numbers[0], CultureInfo.InvariantCulture) : 1;
        int largest = numbers.Length > 1 ? int.Parse(numbers[1], CultureInfo.InvariantCulture) : int.MaxValue;
        Console.WriteLine($"seed {seed}, poll interval {SimulatedWorld.PollInterval.TotalSeconds} s, share check interval {SimulatedWorld.ShareCheckInterval.TotalSeconds} s");
        Console.WriteLine("instances | storage | polls at start | polls per interval | calls/s | kB/s | next poll after a kill s p50, max | change ms p50, p95, max | polls per interval alone | after | rollbacks");
        var results = new List<SimulationResult>();
        foreach ((int instances, bool isStrict) in Fleets.Where(fleet => fleet.Instances <= largest))
        {
            SimulationResult result = Simulation.Run(instances, isStrict, seed, step => Console.Error.Write($"\r{instances} instances: {step,-30}"));
            Console.Error.Write('\r');
            Console.WriteLine(Line(result));
            results.Add(result);
        }

        if (isDrawn)
        {
            FlipChart.Write([.. results.Where(static result => result.IsStrict)]);
        }

        return results.TrueForAll(static result => result.Rollbacks == 0) ? 0 : 1;
    }

    private static string Line(SimulationResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Instances,9:N0} | {(result.IsStrict ? "Redis" : "other"),7} | {result.StartPolls,14} | {result.PollsPerInterval,18:0.00} | {result.CallsPerSecond,7:N1} | {result.BytesPerSecond / 1000,4:N1} | {result.HandOver.At(0.5).TotalSeconds,26:0.0}, {result.HandOver.Longest.TotalSeconds:0.0} | {result.Flips,23} | {result.PollsAlone,24:N1} | {result.PollsAfter,5:0.00} | {result.Rollbacks}");
}
