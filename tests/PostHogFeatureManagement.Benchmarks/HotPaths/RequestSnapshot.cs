using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.FeatureManagement;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.FeatureManagement.Snapshots;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B18: a request's snapshot, which gates and tags use. Measures its first check of a flag and a repeated one.</summary>
[MemoryDiagnoser]
public class RequestSnapshot : IReportRow
{
    private readonly ServiceProvider _services = LocalServices.Create();
    private readonly IVariantFeatureManager _manager;
    private readonly FastPath _fastPath;
    private readonly AmbientCaller _ambient;
    private readonly ExplicitCaller _explicit;
    private readonly ConfigurationCatalog _catalog;
    private readonly IVariantFeatureManagerSnapshot _snapshot;

    public RequestSnapshot()
    {
        _manager = _services.GetRequiredService<IVariantFeatureManager>();
        _fastPath = _services.GetRequiredService<FastPath>();
        _ambient = _services.GetRequiredService<AmbientCaller>();
        _explicit = _services.GetRequiredService<ExplicitCaller>();
        _catalog = _services.GetRequiredService<ConfigurationCatalog>();
        _snapshot = NewSnapshot();
    }

    string IReportRow.Id => "B18";

    [GlobalSetup]
    public void EnterRequest() => _services.EnterRequest();

    [Benchmark(Baseline = true)]
    public ValueTask<bool> Manager() => _manager.IsEnabledAsync(Documents.Property);

    [Benchmark]
    public ValueTask<bool> First() => NewSnapshot().IsEnabledAsync(Documents.Property);

    [Benchmark]
    public ValueTask<bool> Repeated() => _snapshot.IsEnabledAsync(Documents.Property);

    async Task<ReportLine> IReportRow.MeasureAsync(PairedSampler sampler)
    {
        EnterRequest();
        Samples samples = await sampler.MeasureAsync(Contender.Of(Manager), Contender.Of(First), Contender.Of(Repeated));
        double more = samples.Difference(1, 0);
        double repeated = samples.Nanoseconds(2);
        return ReportLine.Of(
            "B18",
            string.Create(
                CultureInfo.InvariantCulture,
                $"first check {more:+0;-0} ns over the manager's {samples.Nanoseconds(0):0} ns, {samples.Bytes(1) - samples.Bytes(0):+0;-0} B; "
                + $"repeated {repeated:0} ns, {samples.Bytes(2)} B"),
            "first <= +150 ns; repeated <= 150 ns",
            more <= 150 && repeated <= 150);
    }

    private IVariantFeatureManagerSnapshot NewSnapshot() =>
        new PostHogFeatureManagerSnapshot(_manager, _fastPath, _ambient, _explicit, _catalog, ManagerServices.None);
}
