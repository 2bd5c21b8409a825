using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B19: definitions with 1 000 conditions that have 200 different patterns.</summary>
internal sealed class PatternMemory : IReportRow
{
    private const int Flags = 100;
    private const int Conditions = 10;
    private const int Different = 200;

    private readonly byte[] _document = Documents.Patterns(
        Flags, static flag => [.. Enumerable.Range(flag * Conditions, Conditions).Select(Pattern)]);

    private readonly FlagEvaluator _evaluator = new(TimeProvider.System);

    public string Id => "B19";

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        double start = ProcessorClock.OfThread;
        CompiledFlags.From(_document);
        double first = (ProcessorClock.OfThread - start) / 1e6;
        Samples samples = await new PairedSampler { Rounds = 7 }.MeasureAsync(Contender.Of(() => CompiledFlags.From(_document)));
        double milliseconds = samples.Nanoseconds(0) / 1e6;
        double compiled = Retention.Of(() => CompiledFlags.From(_document)) / 1e6;
        double used = Retention.Of(Use) / 1e6;
        return ReportLine.Of(
            "B19",
            string.Create(
                CultureInfo.InvariantCulture,
                $"compile {milliseconds:0.0} ms (the first of the process {first:0} ms), {compiled:0.0} MB retained; "
                + $"after a check with a non-ASCII value {used:0.0} MB"),
            "<= 150 ms; <= 10 MB; <= 30 MB",
            Math.Max(milliseconds, first) <= 150 * Orientation.Factor && compiled <= 10 && used <= 30);
    }

    private static string Pattern(int number) => (number % Different) switch
    {
        var n when n % 4 == 0 => $"^[\\w.+-]+@team-{n}\\.example\\.(com|org)$",
        var n when n % 4 == 1 => $"(?i)\\b(enterprise|scale|team)[ -]?{n}\\b",
        var n when n % 4 == 2 => $"^/api/v{n}/(users|orders)/\\d+(/.*)?$",
        var n => $"Chrome/{n}\\.\\d+(\\.\\d+){{0,2}}",
    };

    private FlagSet Use()
    {
        FlagSet set = CompiledFlags.From(_document);
        var caller = new PostHogContext("user-17") { PersonProperties = new Dictionary<string, object?> { ["note"] = "Grüße 😀" } };
        _evaluator.DecideAll(set, caller, propertiesAreComplete: false, new Verdict[set.Count]);
        return set;
    }
}
