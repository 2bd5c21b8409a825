using System.Globalization;
using BenchmarkDotNet.Attributes;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B2: a flag that matches one property and hashes nothing.</summary>
[MemoryDiagnoser]
public class PropertyFlag : IReportRow
{
    private readonly byte[] _block = new byte[Sha1.BlockSize];
    private readonly FlagSet _set = CompiledFlags.From(Documents.Sixty());
    private readonly FlagEvaluator _evaluator = new(TimeProvider.System);
    private readonly FlagDefinition _flag;
    private readonly PostHogContext _user = Callers.One();

    public PropertyFlag() => _flag = _set.Named(Documents.Property);

    string IReportRow.Id => "B2";

    [Benchmark(Baseline = true)]
    public ulong OneSha1Block() => Sha1.Top64InPlace(_block, 48);

    [Benchmark]
    public bool Evaluate() => _evaluator.Evaluate(_set, _flag, _user).IsEnabled;

    async Task<ReportLine> IReportRow.MeasureAsync(PairedSampler sampler)
    {
        Samples samples = await sampler.MeasureAsync(Contender.Of(OneSha1Block), Contender.Of(Evaluate));
        double nanoseconds = samples.Nanoseconds(1);
        return ReportLine.Of(
            "B2",
            string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0} ns ({samples.Ratio(1, 0):0.00} × one SHA-1 block), {samples.Bytes(1)} B"),
            "<= 40 ns; 0 B",
            nanoseconds <= 40 * Orientation.Factor && samples.Bytes(1) == 0);
    }
}
