using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B6: all sixty flags for one caller, and ten thousand of the same mix.</summary>
[MemoryDiagnoser]
public class AllFlags : IReportRow
{
    private const int Copies = 167;

    private readonly FlagSet _set = CompiledFlags.From(Documents.Sixty());
    private readonly FlagEvaluator _evaluator = new(TimeProvider.System);
    private readonly PostHogContext _user = Callers.One();
    private readonly ServiceProvider _services = LocalServices.Create();
    private readonly ServiceProvider _manyServices = LocalServices.Create(document: Documents.Sixty(Copies));
    private readonly Verdict[] _verdicts = new Verdict[60];
    private readonly byte[] _block = new byte[Sha1.BlockSize];
    private readonly IPostHogFlags _flags;
    private readonly IPostHogFlags _manyFlags;

    public AllFlags()
    {
        _flags = _services.GetRequiredService<IPostHogFlags>();
        _manyFlags = _manyServices.GetRequiredService<IPostHogFlags>();
    }

    string IReportRow.Id => "B6";

    [GlobalSetup]
    public void EnterRequest()
    {
        _manyServices.EnterRequest();
        _services.EnterRequest();
    }

    [Benchmark(Baseline = true)]
    public int DecideAll()
    {
        _evaluator.DecideAll(_set, _user, propertiesAreComplete: false, _verdicts);
        return _verdicts.Length;
    }

    [Benchmark]
    public ValueTask<IReadOnlyDictionary<string, FlagResult>> GetAllFlags() => _flags.GetAllFlagsAsync(_user);

    [Benchmark]
    public ValueTask<IReadOnlyDictionary<string, FlagResult>> GetTenThousandFlags() => _manyFlags.GetAllFlagsAsync(_user);

    async Task<ReportLine> IReportRow.MeasureAsync(PairedSampler sampler)
    {
        EnterRequest();
        Samples samples = await sampler.MeasureAsync(
            Contender.Of(DecideAll), Contender.Of(GetAllFlags), Contender.Of(() => Sha1.Top64InPlace(_block, 48)), Contender.Of(GetTenThousandFlags));
        double microseconds = samples.Nanoseconds(1) / 1000;
        double growth = samples.Ratio(3, 1) / Copies;
        return ReportLine.Of(
            "B6",
            string.Create(
                CultureInfo.InvariantCulture,
                $"GetAllFlagsAsync {microseconds:0.0} µs ({samples.Ratio(1, 2):0} × one SHA-1 block), {samples.Bytes(1)} B; "
                + $"DecideAll {samples.Nanoseconds(0) / 1000:0.0} µs, {samples.Bytes(0)} B; "
                + $"10 000 flags take {growth:0.00} × the time of {Copies} times 60"),
            "<= 6 µs; <= 2200 B; 10 000 flags <= 1.3 × linear",
            microseconds <= 6 * Orientation.Factor && samples.Bytes(1) <= 2200 && growth <= 1.3);
    }
}
