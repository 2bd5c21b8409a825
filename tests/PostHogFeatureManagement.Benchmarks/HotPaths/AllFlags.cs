using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B6: all sixty flags for one caller.</summary>
[MemoryDiagnoser]
public class AllFlags : IReportRow
{
    private readonly FlagSet _set = CompiledFlags.From(Documents.Sixty());
    private readonly FlagEvaluator _evaluator = new(TimeProvider.System);
    private readonly PostHogContext _user = Callers.One();
    private readonly ServiceProvider _services = LocalServices.Create();
    private readonly FlagEvaluation[] _results = new FlagEvaluation[60];
    private readonly byte[] _block = new byte[Sha1.BlockSize];
    private readonly IPostHogFlags _flags;

    public AllFlags() => _flags = _services.GetRequiredService<IPostHogFlags>();

    string IReportRow.Id => "B6";

    [GlobalSetup]
    public void EnterRequest() => _services.EnterRequest();

    [Benchmark(Baseline = true)]
    public int EvaluateAll()
    {
        _evaluator.EvaluateAll(_set, _user, propertiesAreComplete: false, _results);
        return _results.Length;
    }

    [Benchmark]
    public ValueTask<IReadOnlyDictionary<string, FlagResult>> GetAllFlags() => _flags.GetAllFlagsAsync(_user);

    async Task<ReportLine> IReportRow.MeasureAsync(PairedSampler sampler)
    {
        EnterRequest();
        Samples samples = await sampler.MeasureAsync(Contender.Of(EvaluateAll), Contender.Of(GetAllFlags), Contender.Of(() => Sha1.Top64InPlace(_block, 48)));
        double microseconds = samples.Nanoseconds(1) / 1000;
        return ReportLine.Of(
            "B6",
            string.Create(
                CultureInfo.InvariantCulture,
                $"GetAllFlagsAsync {microseconds:0.0} µs ({samples.Ratio(1, 2):0} × one SHA-1 block), {samples.Bytes(1)} B; "
                + $"EvaluateAll {samples.Nanoseconds(0) / 1000:0.0} µs, {samples.Bytes(0)} B"),
            "<= 20 µs; <= 4096 B",
            microseconds <= 20 && samples.Bytes(1) <= 4096);
    }
}
