using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B20: all of 20 flags with 5 hostile patterns each, for a caller with a hostile value of 100 kB.</summary>
internal sealed class HostilePatterns : IReportRow
{
    private const int Flags = 20;

    private static readonly string[] Patterns = ["^(\\w+\\s?)*$", "(x+x+)+y", "(a|aa)+$", "([a-z]+)*\\d", "^(?=(a+)+$)\\1b"];

    private readonly byte[] _document = Documents.Patterns(Flags, static _ => Patterns);
    private readonly FlagEvaluator _evaluator = new(TimeProvider.System);
    private readonly Verdict[] _verdicts = new Verdict[Flags];

    public string Id => "B20";

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        FlagSet set = CompiledFlags.From(_document);
        string[] values = [new string('a', 100_000) + "😀", string.Concat(Enumerable.Repeat("ab ", 33_000)) + "!", new string('x', 100_000)];
        double first = 0;
        double later = 0;
        foreach (string value in values)
        {
            var caller = new PostHogContext("user-17") { PersonProperties = new Dictionary<string, object?> { ["note"] = value } };
            double start = ProcessorClock.OfThread;
            Decide(set, caller);
            first = Math.Max(first, (ProcessorClock.OfThread - start) / 1e6);
            Samples samples = await sampler.MeasureAsync(Contender.Of(() => Decide(set, caller)));
            later = Math.Max(later, samples.Nanoseconds(0) / 1e6);
        }

        return ReportLine.Of(
            "B20",
            string.Create(
                CultureInfo.InvariantCulture,
                $"first call {first:0.0} ms of CPU, later calls {later:0.0} ms; searches share nothing, so no other caller waits"),
            "<= 50 ms; <= 5 ms after; no other caller waits",
            first <= 50 * Orientation.Factor && later <= 5 * Orientation.Factor);
    }

    private int Decide(FlagSet set, PostHogContext caller)
    {
        _evaluator.DecideAll(set, caller, propertiesAreComplete: false, _verdicts);
        return _verdicts.Length;
    }
}
