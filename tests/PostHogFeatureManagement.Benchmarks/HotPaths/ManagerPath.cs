using System.Diagnostics.Metrics;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Benchmarks.Http;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>The common part of B3 and B4: a check in a web request, compared with the floor.</summary>
[MemoryDiagnoser]
public abstract class ManagerPath<TManager> : IReportRow
    where TManager : notnull
{
    private readonly TManager _floor = NoOpFloor.Create().GetRequiredService<TManager>();
    private readonly ServiceProvider _services = LocalServices.Create();
    private readonly ServiceProvider _scopedFloor = NoOpFloor.Create(isScoped: true);
    private readonly ServiceProvider _scopedServices = LocalServices.Create(isScoped: true);
    private readonly PostHogTargetingContext _caller = new(Callers.One());
    private readonly byte[] _block = new byte[Sha1.BlockSize];
    private readonly TManager _manager;

    protected ManagerPath() => _manager = _services.GetRequiredService<TManager>();

    public abstract string Id { get; }

    [GlobalSetup]
    public void EnterRequest()
    {
        _scopedServices.EnterRequest();
        _services.EnterRequest();
    }

    [Benchmark(Baseline = true)]
    public ValueTask<bool> Floor() => CheckAsync(_floor, NoOpFloor.Flag);

    [Benchmark]
    public ValueTask<bool> PropertyFlag() => CheckAsync(_manager, Documents.Property);

    [Benchmark]
    public ValueTask<bool> RolloutFlag() => CheckAsync(_manager, Documents.Rollout);

    [Benchmark]
    public ValueTask<bool> FloorForContext() => CheckAsync(_floor, NoOpFloor.Flag, _caller);

    [Benchmark]
    public ValueTask<bool> PropertyFlagForContext() => CheckAsync(_manager, Documents.Property, _caller);

    [Benchmark]
    public ValueTask<bool> ScopedFloor() => ScopedAsync(_scopedFloor, NoOpFloor.Flag);

    [Benchmark]
    public ValueTask<bool> ScopedPropertyFlag() => ScopedAsync(_scopedServices, Documents.Property);

    async Task<ReportLine> IReportRow.MeasureAsync(PairedSampler sampler)
    {
        await using StubPostHog posthog = await StubPostHog.StartAsync();
        await using ServiceProvider remoteServices = LocalServices.CreateRemote(posthog.Address);
        TManager remote = remoteServices.GetRequiredService<TManager>();
        remoteServices.EnterRequest();
        await using ServiceProvider meteredServices = LocalServices.Create();
        using MeterListener collector = Collector.Of(meteredServices);
        TManager metered = meteredServices.GetRequiredService<TManager>();
        meteredServices.EnterRequest();
        EnterRequest();
        await CheckAsync(remote, Documents.Property);
        Samples samples = await sampler.MeasureAsync(
            Contender.Of(Floor), Contender.Of(PropertyFlag), Contender.Of(RolloutFlag), Contender.Of(() => Sha1.Top64InPlace(_block, 48)),
            Contender.Of(FloorForContext), Contender.Of(PropertyFlagForContext), Contender.Of(ScopedFloor), Contender.Of(ScopedPropertyFlag),
            Contender.Of(() => CheckAsync(remote, Documents.Property)), Contender.Of(() => CheckAsync(metered, Documents.Property)));
        double ratio = samples.Ratio(1, 0);
        double hashes = samples.Difference(2, 1) / samples.Nanoseconds(3);
        double explicitRatio = samples.Ratio(5, 4);
        double scopedRatio = samples.Ratio(7, 6);
        return ReportLine.Of(
            Id,
            string.Create(
                CultureInfo.InvariantCulture,
                $"property flag {ratio:0.00} × floor of {samples.Nanoseconds(0):0} ns and {samples.Bytes(0)} B, {samples.Bytes(1)} B; "
                + $"rollout flag {hashes:+0.0;-0.0} hashes, {samples.Bytes(2)} B; "
                + $"explicit context {explicitRatio:0.00} × its floor of {samples.Nanoseconds(4):0} ns, {samples.Bytes(5)} B; "
                + $"scoped {scopedRatio:0.00} × its floor of {samples.Nanoseconds(6):0} ns; "
                + $"remote warm {samples.Ratio(8, 0):0.00} × floor, {samples.Bytes(8)} B; "
                + $"with a listening meter {samples.Ratio(9, 0):0.00} × floor, +{samples.Difference(9, 1):0} ns, {samples.Bytes(9)} B"),
            "<= 0.6 × floor; 0 B; rollout <= +1.2 hashes, 0 B; explicit context <= 0.4 × its floor, 0 B; scoped <= 0.15 × its floor",
            ratio <= 0.6 && hashes <= 1.2 && explicitRatio <= 0.4 && scopedRatio <= 0.15
            && samples.Bytes(1) == 0 && samples.Bytes(2) == 0 && samples.Bytes(5) == 0) with { FloorRatio = ratio };
    }

    private protected abstract ValueTask<bool> CheckAsync(TManager manager, string flag);

    private protected abstract ValueTask<bool> CheckAsync(TManager manager, string flag, PostHogTargetingContext context);

    private async ValueTask<bool> ScopedAsync(ServiceProvider services, string flag)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        return await CheckAsync(scope.ServiceProvider.GetRequiredService<TManager>(), flag);
    }
}
