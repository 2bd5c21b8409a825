using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B5: a variant with its payload as configuration, read by the caller.</summary>
[MemoryDiagnoser]
public class VariantWithPayload : IReportRow
{
    private readonly IVariantFeatureManager _floor = NoOpFloor.Create().GetRequiredService<IVariantFeatureManager>();
    private readonly ServiceProvider _services = Gates.Create();
    private readonly IVariantFeatureManager _gates;

    public VariantWithPayload() => _gates = _services.GetRequiredService<IVariantFeatureManager>();

    string IReportRow.Id => "B5";

    [GlobalSetup]
    public void EnterRequest() => _services.EnterRequest();

    [Benchmark(Baseline = true)]
    public ValueTask<bool> Floor() => _floor.IsEnabledAsync(NoOpFloor.Flag);

    [Benchmark]
    public ValueTask<Variant> GetVariant() => _gates.GetVariantAsync(Documents.Variant);

    [Benchmark]
    public async ValueTask<string?> ReadPayload()
    {
        Variant variant = await _gates.GetVariantAsync(Documents.Variant);
        return variant?.Configuration["color"];
    }

    async Task<ReportLine> IReportRow.MeasureAsync(PairedSampler sampler)
    {
        EnterRequest();
        string payload = await ReadPayload() ?? throw new InvalidOperationException("The variant has no payload.");
        Samples samples = await sampler.MeasureAsync(Contender.Of(Floor), Contender.Of(GetVariant), Contender.Of(ReadPayload));
        double ratio = samples.Ratio(1, 0);
        return ReportLine.Of(
            "B5",
            string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00} × floor of {samples.Nanoseconds(0):0} ns, {samples.Bytes(1)} B; with '{payload}' read from it {samples.Ratio(2, 0):0.00} ×"),
            "<= 2.5 × floor",
            ratio <= 2.5);
    }
}
