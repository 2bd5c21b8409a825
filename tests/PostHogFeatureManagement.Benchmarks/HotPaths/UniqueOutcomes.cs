using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.RemoteConfig;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B22: answers for 1 000 flags whose texts and payloads are different for each caller.</summary>
internal sealed class UniqueOutcomes : IReportRow
{
    private const int Flags = 1_000;
    private const int Callers = 10_000;
    private const int Merges = 600;

    public string Id => "B22";

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        List<double> merges = MeasureMerges();
        double median = merges[merges.Count / 2];
        double late = merges[merges.Count * 99 / 100];
        var options = new PostHogFeatureManagementOptions { ProjectToken = "phc_benchmarks" };
        (long retained, long most) = await MeasureRetainedAsync(options);
        return ReportLine.Of(
            Id,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{median:0.00} ms a caller (99th percentile {late:0.00} ms, no lock); {Callers} callers retain {retained / 1e6:0.0} MB, "
                + $"at most {most / 1e6:0.0} MB on the way, of {options.Cache.MemoryLimit / 1e6:0} MB"),
            "<= 0.5 ms, no shared lock; 10 000 callers <= Cache:MemoryLimit",
            median <= 0.5 * Orientation.Factor && most <= options.Cache.MemoryLimit);
    }

    /// <summary>The processor time of each merge in milliseconds, in order. The first ones are left out, because the JIT compiler is still at work.</summary>
    private static List<double> MeasureMerges()
    {
        var merge = new RemoteMerge(new OutcomeInterner(8_000_000, TimeProvider.System), TimeSpan.FromDays(1));
        var times = new List<double>();
        for (int caller = 0; caller < 2 * Merges; caller++)
        {
            FlagsResponse response = Answer(caller);
            double start = ProcessorClock.OfThread;
            merge.Merge(response, previous: null, DateTimeOffset.UnixEpoch);
            times.Add((ProcessorClock.OfThread - start) / 1e6);
        }

        return [.. times.Skip(Merges).Order()];
    }

    private static async Task<(long Retained, long Most)> MeasureRetainedAsync(PostHogFeatureManagementOptions options)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await using ServiceProvider meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var flags = new RemoteFlags(
            new Source(),
            new DefinitionsStore(),
            Options.Create(options),
            new PostHogSwitch(options),
            new CacheHasher(null),
            new DistributedStore(null, TimeSpan.FromSeconds(1), TimeProvider.System, NullLogger.Instance, ValueCipher.None),
            new PostHogMetrics(meters.GetRequiredService<IMeterFactory>(), TimeProvider.System),
            new StatusSignals(TimeProvider.System),
            TimeProvider.System,
            NullLogger<RemoteFlags>.Instance);
        long most = 0;
        for (int caller = 0; caller < Callers; caller++)
        {
            await flags.GetAsync(new PostHogContext(caller.ToString(CultureInfo.InvariantCulture)), null, Timeout.InfiniteTimeSpan, CancellationToken.None);
            if (caller % 1_000 == 999)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        long retained = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(flags);
        return (retained, most);
    }

    private static FlagsResponse Answer(int caller)
    {
        var flags = new Dictionary<string, RemoteFlag>(Flags, StringComparer.Ordinal);
        for (int flag = 0; flag < Flags; flag++)
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"checkout-redesign-{flag}");
            string text = string.Create(CultureInfo.InvariantCulture, $"Matched condition set 1 for caller {caller}");
            flags[key] = new RemoteFlag(key, true, null)
            {
                Reason = FlagReason.ConditionMatch,
                ConditionIndex = 0,
                ReasonDescription = text,
                Id = flag,
                Version = 3,
                Payload = flag % 4 == 0 ? new FlagPayload(JsonElement.Parse($$"""{"for":"{{text}}"}""")) : null,
            };
        }

        return new FlagsResponse { Flags = flags, RequestId = Guid.CreateVersion7().ToString("D") };
    }

    private sealed class Source : IPostHogClient
    {
        public Task<WireAnswer<FlagsResponse>> EvaluateAsync(FlagsRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new WireAnswer<FlagsResponse>(Answer(int.Parse(request.Context.DistinctId!, CultureInfo.InvariantCulture)), WireFailure.None));

        public Task<WireAnswer<DefinitionsResponse>> GetDefinitionsAsync(DefinitionsResponse? known, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<WireAnswer<EventsResponse>> SendEventsAsync(EventsRequest request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<WireAnswer<RemoteConfigResponse>> GetRemoteConfigAsync(string key, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
