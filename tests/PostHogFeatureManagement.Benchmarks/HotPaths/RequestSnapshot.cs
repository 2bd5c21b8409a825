using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.FeatureManagement.Snapshots;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B18: a request's snapshot, which gates and tags use. Measures its first check of a flag and a repeated one.</summary>
[MemoryDiagnoser]
public class RequestSnapshot : IReportRow
{
    private readonly IVariantFeatureManager _floor = NoOpFloor.Create().GetRequiredService<IVariantFeatureManager>();
    private readonly ServiceProvider _services = LocalServices.Create();
    private readonly IFeatureManager _manager;
    private readonly IVariantFeatureManager _variantManager;
    private readonly SnapshotServices _shared;
    private readonly IVariantFeatureManagerSnapshot _snapshot;

    public RequestSnapshot()
    {
        _manager = _services.GetRequiredService<IFeatureManager>();
        _variantManager = _services.GetRequiredService<IVariantFeatureManager>();
        _shared = _services.GetRequiredService<SnapshotServices>();
        _snapshot = NewSnapshot();
    }

    string IReportRow.Id => "B18";

    [GlobalSetup]
    public void EnterRequest() => _services.EnterRequest();

    [Benchmark(Baseline = true)]
    public ValueTask<bool> Floor() => _floor.IsEnabledAsync(NoOpFloor.Flag);

    [Benchmark]
    public ValueTask<bool> Manager() => _variantManager.IsEnabledAsync(Documents.Property);

    [Benchmark]
    public ValueTask<bool> First() => NewSnapshot().IsEnabledAsync(Documents.Property);

    [Benchmark]
    public ValueTask<bool> Repeated() => _snapshot.IsEnabledAsync(Documents.Property);

    async Task<ReportLine> IReportRow.MeasureAsync(PairedSampler sampler)
    {
        EnterRequest();
        Samples samples = await sampler.MeasureAsync(Contender.Of(Floor), Contender.Of(Manager), Contender.Of(First), Contender.Of(Repeated));
        double first = samples.Ratio(2, 0);
        double repeated = samples.Nanoseconds(3);
        return ReportLine.Of(
            "B18",
            string.Create(
                CultureInfo.InvariantCulture,
                $"first check {first:0.00} × floor of {samples.Nanoseconds(0):0} ns, {samples.Bytes(2)} B (the manager {samples.Ratio(1, 0):0.00} ×); "
                + $"repeated {repeated:0} ns ({samples.Ratio(3, 0):0.00} ×), {samples.Bytes(3)} B"),
            "first <= 1.0 × floor; repeated <= 25 ns",
            first <= 1 && repeated <= 25 * Orientation.Factor);
    }

    private IVariantFeatureManagerSnapshot NewSnapshot() =>
        new PostHogFeatureManagerSnapshot(_manager, _variantManager, ManagerServices.None, _shared);
}
