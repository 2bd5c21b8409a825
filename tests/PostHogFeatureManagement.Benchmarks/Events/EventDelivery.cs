using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Benchmarks.Http;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Benchmarks.Support;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.Benchmarks.Events;

/// <summary>B24: an exposure on its way to the queue, the sender, and a gated request with exposures on.</summary>
internal sealed class EventDelivery : IReportRow
{
    /// <summary>Fewer than the queue takes.</summary>
    private const int Events = 5_000;
    private const int WarmUpTurns = 10;
    private const int Turns = 11;
    private const double GateBudget = 1.5;

    public string Id => "B24";

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        (double nanoseconds, double bytes) = await MeasureCaptureAsync(isFull: false);
        (double nanosecondsWhenFull, _) = await MeasureCaptureAsync(isFull: true);
        double perSecond = await MeasureSenderAsync();
        GateCost gate = await MeasureGateAsync();
        return ReportLine.Of(
            Id,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{nanoseconds / 1e3:0.00} us, {bytes:0} B an exposure ({nanosecondsWhenFull / 1e3:0.00} us with a full queue); {perSecond:0} events/s on one core; "
                + $"a gated request {gate}"),
            "<= 1 us, <= 600 B; >= 20 000 events/s; gated request <= 1.5 × Microsoft alone",
            nanoseconds <= 1_000 * Orientation.Factor && bytes <= 600 && perSecond >= 20_000 / Orientation.Factor && gate.Ratio <= GateBudget);
    }

    /// <summary>What the observer of a check costs that makes an exposure.</summary>
    /// <param name="isFull">Whether each exposure drops an older one. Otherwise the queue is emptied after each turn.</param>
    private static async Task<(double Nanoseconds, double Bytes)> MeasureCaptureAsync(bool isFull)
    {
        using var posthog = new EventTaker(isHanging: isFull);
        await using ServiceProvider services = LocalServices.CreateExposing(posthog);
        IFlagObserver observer = services.GetRequiredService<IFlagObserver>();
        IPostHogEvents events = services.GetRequiredService<IPostHogEvents>();
        FlagQuestion question = Question(services);
        services.GetRequiredService<FlagDecision>().TryDecide(question, out FlagAnswer answer);
        var times = new List<double>();
        var sizes = new List<double>();
        for (int turn = 0; turn < WarmUpTurns + Turns; turn++)
        {
            FlagQuestion[] questions = [.. Enumerable.Range(turn * Events, Events).Select(number => question with { Caller = new PostHogContext($"user-{number}") })];
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            double start = ProcessorClock.OfThread;
            foreach (ref readonly FlagQuestion asked in questions.AsSpan())
            {
                observer.OnAccess(asked, answer);
            }

            times.Add((ProcessorClock.OfThread - start) / Events);
            sizes.Add((GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Events);
            await (isFull ? Task.CompletedTask : events.FlushAsync());
        }

        return (Samples.Median(times.Skip(WarmUpTurns)), Samples.Median(sizes.Skip(WarmUpTurns)));
    }

    private static FlagQuestion Question(IServiceProvider services)
    {
        var definitions = services.GetRequiredService<PostHogFeatureManagement.Definitions.DefinitionsStore>().Current!;
        definitions.FlagSet.TryGetFlag(Documents.Property, out var flag);
        return new FlagQuestion { Key = Documents.Property, Caller = Callers.One(), Definitions = definitions, Flag = flag };
    }

    private static async Task<double> MeasureSenderAsync()
    {
        using var posthog = new EventTaker(isHanging: false);
        await using ServiceProvider services = LocalServices.CreateExposing(posthog);
        IPostHogEvents events = services.GetRequiredService<IPostHogEvents>();
        var rates = new List<double>();
        for (int turn = 0; turn < Turns; turn++)
        {
            TimeSpan start = ProcessorClock.Of(Process.GetCurrentProcess());
            for (int i = 0; i < Events; i++)
            {
                events.Capture("paid", new Dictionary<string, object?> { ["amount"] = i, ["currency"] = "EUR" }, new PostHogContext($"user-{i}"));
            }

            await events.FlushAsync();
            rates.Add(Events / (ProcessorClock.Of(Process.GetCurrentProcess()) - start).TotalSeconds);
        }

        return rates.Order().ElementAt(Turns / 2);
    }

    private static async Task<GateCost> MeasureGateAsync()
    {
        await using StubPostHog posthog = await StubPostHog.StartAsync();
        return await GateCost.MeasureAsync(posthog, isLocal: true, hasExposures: true);
    }
}
