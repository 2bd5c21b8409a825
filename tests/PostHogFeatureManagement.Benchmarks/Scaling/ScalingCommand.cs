using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.Scaling;

/// <summary>Measures how compile and evaluation times grow with flags, conditions and nested cohorts.</summary>
internal static class ScalingCommand
{
    public static async Task<int> RunAsync()
    {
        Console.WriteLine("document                        | JSON KB | compile ms | retained KB | one flag ns | all flags us");
        foreach (int flags in (int[])[10, 100, 1_000, 10_000])
        {
            await MeasureAsync($"{flags} flags x 10 conditions", Documents.Uniform(flags, 10));
        }

        foreach (int conditions in (int[])[1, 5, 10, 20, 50])
        {
            await MeasureAsync($"100 flags x {conditions} conditions", Documents.Uniform(100, conditions));
        }

        foreach (int depth in Enumerable.Range(1, 10))
        {
            await MeasureAsync($"1 flag, cohorts {depth} deep", Documents.Cohorts(depth));
        }

        return 0;
    }

    private static async Task MeasureAsync(string name, byte[] document)
    {
        FlagSet set = CompiledFlags.From(document);
        var evaluator = new FlagEvaluator(TimeProvider.System);
        PostHogContext caller = Callers.One();
        var results = new Verdict[set.Count];
        Samples samples = await new PairedSampler { Rounds = 5 }.MeasureAsync(
            Contender.Of(() => CompiledFlags.From(document)),
            Contender.Of(() => evaluator.Evaluate(set, set[set.Count - 1], caller).IsEnabled),
            Contender.Of(() =>
            {
                evaluator.DecideAll(set, caller, propertiesAreComplete: false, results);
                return results.Length;
            }));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-31} | {document.Length / 1024.0,7:0} | {samples.Nanoseconds(0) / 1e6,10:0.00} | {Retention.Of(document) / 1024.0,11:0} | "
            + $"{samples.Nanoseconds(1),11:0} | {samples.Nanoseconds(2) / 1000,12:0.0}"));
    }
}
