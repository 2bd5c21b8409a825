using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Benchmarks.Http;
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
    private readonly PostHogTargetingContext _caller = new(Callers.One());
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
    public ValueTask<string?> ReadPayload() => ReadPayloadAsync(_manager);

    async Task<ReportLine> IReportRow.MeasureAsync(PairedSampler sampler)
    {
        await using StubPostHog posthog = await StubPostHog.StartAsync();
        await using ServiceProvider remoteServices = LocalServices.CreateRemote(posthog.Address);
        IVariantFeatureManager remote = remoteServices.GetRequiredService<IVariantFeatureManager>();
        Samples cached = await MeasureCachedAsync(remote, sampler);
        remoteServices.EnterRequest();
        EnterRequest();
        string payload = await ReadPayloadAsync(remote) ?? throw new InvalidOperationException("The remote variant has no payload.");
        payload = await ReadPayload() ?? throw new InvalidOperationException("The variant has no payload.");
        Samples samples = await sampler.MeasureAsync(
            Contender.Of(Floor), Contender.Of(PinnedVariant), Contender.Of(HashedVariant), Contender.Of(ReadPayload),
            Contender.Of(() => Sha1.Top64InPlace(_block, 48)), Contender.Of(() => remote.GetVariantAsync(Documents.Pinned)));
        double ratio = samples.Ratio(1, 0);
        double hashes = samples.Difference(2, 1) / samples.Nanoseconds(4);
        double remoteRatio = samples.Ratio(5, 0);
        return ReportLine.Of(
            "B5",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{ratio:0.00} × floor of {samples.Nanoseconds(0):0} ns, {samples.Bytes(1)} B; hashed variant {hashes:+0.0;-0.0} hashes ({samples.Ratio(2, 0):0.00} ×); "
                + $"with '{payload}' read {samples.Ratio(3, 0):0.00} ×; remote warm {remoteRatio:0.00} ×, {samples.Bytes(5)} B; "
                + $"remote from the cache, outside requests {cached.Ratio(1, 0):0.00} ×, {cached.Bytes(1)} B"),
            "<= 0.75 × floor; <= 32 B; hashed <= +1.2 hashes; remote warm <= 1.0 ×",
            ratio <= 0.75 && samples.Bytes(1) <= 32 && hashes <= 1.2 && remoteRatio <= 1) with { FloorRatio = ratio };
    }

    private static async ValueTask<string?> ReadPayloadAsync(IVariantFeatureManager manager)
    {
        Variant variant = await manager.GetVariantAsync(Documents.Pinned);
        return variant?.Configuration["color"];
    }

    /// <summary>Without a request there are no pins, and every check goes to the cache.</summary>
    private async Task<Samples> MeasureCachedAsync(IVariantFeatureManager remote, PairedSampler sampler)
    {
        await remote.GetVariantAsync(Documents.Pinned, _caller);
        return await sampler.MeasureAsync(Contender.Of(Floor), Contender.Of(() => remote.GetVariantAsync(Documents.Pinned, _caller)));
    }
}
