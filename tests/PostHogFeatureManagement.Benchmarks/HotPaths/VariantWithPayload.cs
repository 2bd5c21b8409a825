using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B5: a variant whose payload the caller reads as configuration.</summary>
[MemoryDiagnoser]
public class VariantWithPayload : IReportRow
{
    private readonly IVariantFeatureManager _floor = NoOpFloor.Create().GetRequiredService<IVariantFeatureManager>();
    private readonly ServiceProvider _services = LocalServices.Create();
    private readonly IVariantFeatureManager _manager;
    private readonly byte[] _block = new byte[Sha1.BlockSize];

    public VariantWithPayload() => _manager = _services.GetRequiredService<IVariantFeatureManager>();

    string IReportRow.Id => "B5";

    [GlobalSetup]
    public void EnterRequest() => _services.EnterRequest();

    [Benchmark(Baseline = true)]
    public ValueTask<bool> Floor() => _floor.IsEnabledAsync(NoOpFloor.Flag);

    [Benchmark]
    public ValueTask<Variant> PinnedVariant() => _manager.GetVariantAsync(Documents.Pinned);

    [Benchmark]
    public ValueTask<Variant> HashedVariant() => _manager.GetVariantAsync(Documents.Variant);

    [Benchmark]
    public async ValueTask<string?> ReadPayload()
    {
        Variant variant = await _manager.GetVariantAsync(Documents.Pinned);
        return variant?.Configuration["color"];
    }

    async Task<ReportLine> IReportRow.MeasureAsync(PairedSampler sampler)
    {
        EnterRequest();
        string payload = await ReadPayload() ?? throw new InvalidOperationException("The variant has no payload.");
        Samples samples = await sampler.MeasureAsync(
            Contender.Of(Floor), Contender.Of(PinnedVariant), Contender.Of(HashedVariant), Contender.Of(ReadPayload),
            Contender.Of(() => Sha1.Top64InPlace(_block, 48)));
        double ratio = samples.Ratio(1, 0);
        double hashes = samples.Difference(2, 1) / samples.Nanoseconds(4);
        return ReportLine.Of(
            "B5",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{ratio:0.00} × floor of {samples.Nanoseconds(0):0} ns, {samples.Bytes(1)} B; "
                + $"hashed variant {hashes:+0.0;-0.0} hashes ({samples.Ratio(2, 0):0.00} ×); with '{payload}' read {samples.Ratio(3, 0):0.00} ×"),
            "<= 2.5 × floor; hashed <= +1.5 hashes",
            ratio <= 2.5 && hashes <= 1.5);
    }
}
