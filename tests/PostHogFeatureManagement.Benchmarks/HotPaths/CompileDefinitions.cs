using System.Globalization;
using BenchmarkDotNet.Attributes;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B12: compiles 1 000 and 10 000 flags with 10 conditions each.</summary>
[MemoryDiagnoser]
public class CompileDefinitions : IReportRow
{
    private readonly byte[] _thousand = Documents.Uniform(1_000, 10);
    private readonly byte[] _tenThousand = Documents.Uniform(10_000, 10);

    string IReportRow.Id => "B12";

    [Benchmark]
    public object Thousand() => CompiledFlags.From(_thousand);

    /// <summary>The same number of flags in ten documents, which fills and collects as much memory.</summary>
    [Benchmark(Baseline = true)]
    public object TenTimesThousand() => Enumerable.Range(0, 10).Select(_ => CompiledFlags.From(_thousand)).ToArray();

    [Benchmark]
    public object TenThousand() => CompiledFlags.From(_tenThousand);

    async Task<ReportLine> IReportRow.MeasureAsync(PairedSampler sampler)
    {
        var fewRounds = new PairedSampler { Rounds = 7 };
        Samples samples = await fewRounds.MeasureAsync(Contender.Of(Thousand), Contender.Of(TenTimesThousand), Contender.Of(TenThousand));
        double milliseconds = samples.Nanoseconds(0) / 1e6;
        double growth = samples.Ratio(2, 1);
        double megabytes = Retention.Of(_thousand) / 1e6;
        return ReportLine.Of(
            "B12",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{milliseconds:0} ms for {_thousand.Length / 1e6:0.0} MB of JSON, {megabytes:0.0} MB retained; "
                + $"10 000 flags take {growth:0.00} × the time of ten times 1 000 and retain {Retention.Of(_tenThousand) / 1e6:0.0} MB"),
            "<= 40 ms; <= 6 MB; 10 000 flags <= 1.3 × ten times 1 000",
            milliseconds <= 40 * Orientation.Factor && megabytes <= 6 && growth <= 1.3);
    }
}
