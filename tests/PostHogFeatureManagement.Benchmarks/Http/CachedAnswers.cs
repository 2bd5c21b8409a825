using System.Globalization;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>B16: the size of one caller's sixty answers in the distributed cache.</summary>
internal sealed class CachedAnswers : IReportRow
{
    private const int Callers = 10;
    private const string Budget = "<= 200 B";

    public string Id => "B16";

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        await using StubPostHog posthog = await StubPostHog.StartAsync();
        var cache = new RecordingCache(expected: Callers + 1);
        await using ServiceProvider services = Create(posthog, cache);
        IPostHogFlags flags = services.GetRequiredService<IPostHogFlags>();
        foreach (PostHogContext caller in Support.Callers.Many(Callers))
        {
            await flags.GetAllFlagsAsync(caller);
        }

        // Each caller has one value. The values beyond that are shared.
        await cache.FullAsync();
        List<int> sizes = [.. cache.Values.Select(static pair => pair.Value.Length).Order()];
        int one = sizes[Callers / 2];
        return ReportLine.Of(
            Id,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{one} B per caller; {sizes.Skip(Callers).Sum()} B shared by {Callers} callers in {sizes.Count - Callers} values"),
            Budget,
            one <= 200 && sizes.Count > Callers);
    }

    private static ServiceProvider Create(StubPostHog posthog, RecordingCache cache)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<IDistributedCache>(cache);
        services.AddFeatureManagement().AddPostHog(options =>
        {
            options.ProjectToken = "phc_benchmarks";
            options.HostUrl = posthog.Address.ToString();
        });
        return services.BuildServiceProvider();
    }
}
