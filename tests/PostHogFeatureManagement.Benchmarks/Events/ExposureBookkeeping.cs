using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Events.Exposures;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Benchmarks.Events;

/// <summary>B13: what the observer of a repeated check costs, while the queue is full.</summary>
internal sealed class ExposureBookkeeping : IReportRow
{
    private const int Remembered = (2 * SeenExposures.GenerationSize) - 1;

    public string Id => "B13";

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        using var posthog = new EventTaker(isHanging: true);
        await using ServiceProvider services = LocalServices.CreateExposing(posthog);
        Fill(services);
        services.EnterRequest();
        var observer = (ExposureObserver)services.GetRequiredService<IFlagObserver>();
        FlagQuestion outside = Question(services, state: null);
        FlagQuestion inside = Question(services, services.GetRequiredService<CurrentRequests>().Find()!.State);
        services.GetRequiredService<FlagDecision>().TryDecide(outside, out FlagAnswer answer);

        Samples samples = await sampler.MeasureAsync(Contender.Of(() => Observe(observer, inside, answer)), Contender.Of(() => Observe(observer, outside, answer)));
        long retained = Retention.Of(Remember);
        return ReportLine.Of(
            Id,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{samples.Nanoseconds(0):0} ns, {samples.Bytes(0)} B in a request; {samples.Nanoseconds(1):0} ns, {samples.Bytes(1)} B outside; "
                + $"{Remembered} remembered take {retained / 1e6:0.0} MB"),
            "<= 60 ns, 0 B; 100 000 retained <= 10 MB",
            samples.Nanoseconds(0) <= 60 * Orientation.Factor && samples.Nanoseconds(1) <= 60 * Orientation.Factor
            && samples.Bytes(0) == 0 && samples.Bytes(1) == 0 && retained <= 10_000_000);
    }

    private static bool Observe(ExposureObserver observer, in FlagQuestion question, in FlagAnswer answer)
    {
        observer.OnAccess(question, answer);
        return true;
    }

    private static FlagQuestion Question(IServiceProvider services, RequestState? state)
    {
        var definitions = services.GetRequiredService<PostHogFeatureManagement.Definitions.DefinitionsStore>().Current!;
        definitions.FlagSet.TryGetFlag(Documents.Property, out var flag);
        return new FlagQuestion { Key = Documents.Property, Caller = Callers.One(), Definitions = definitions, Flag = flag, State = state };
    }

    private static void Fill(IServiceProvider services)
    {
        var caller = new PostHogContext("someone");
        for (int i = 0; i < 12_000; i++)
        {
            services.GetRequiredService<IPostHogEvents>().Capture("filling", context: caller);
        }
    }

    private static SeenExposures Remember()
    {
        var seen = new SeenExposures();
        for (int i = 1; i <= Remembered; i++)
        {
            seen.TryAdd(new UInt128((ulong)i * 0x9E3779B97F4A7C15, (ulong)i));
        }

        return seen;
    }
}
