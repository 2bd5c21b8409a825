using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using PostHogFeatureManagement.Client.Usage;
using PostHogFeatureManagement.Tests.Events;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Diagnostics.Telemetry;

/// <summary>What parts of the library count when they are used.</summary>
[Trait("Promise", "OP-01")]
public sealed class LibraryMetricsTests
{
    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));
    private static readonly PostHogContext Ada = new("ada");

    [Fact]
    [Trait("Promise", "DF-08")]
    public async Task Refresh_ChangedUnchangedFailed_AreCountedAndCost()
    {
        await using var library = new Library(
            new StubHandler().Json(OneFlag, HttpStatusCode.OK, ("ETag", "\"1\"")).Status(HttpStatusCode.NotModified).Status(HttpStatusCode.Forbidden));
        using RecordedMetrics recorded = Record(library);
        for (int poll = 0; poll < 3; poll++)
        {
            await library.RefreshAsync();
        }

        Assert.Equal(
            ["posthog.definitions.result=changed", "posthog.definitions.result=failed error.type=forbidden", "posthog.definitions.result=unchanged"],
            recorded.Series("posthog.definitions.refreshes"));
        Assert.Equal(10, recorded.Sum("posthog.billing.units", "posthog.billing.kind=definitions_changed"));
        Assert.Equal(1, recorded.Sum("posthog.billing.units", "posthog.billing.kind=definitions_unchanged"));
        Assert.Equal(7_920, recorded.Read("posthog.billing.projected_units"));
        Assert.Equal(library.Get<UsageMeter>().Current.ProjectedMonthlyUnits, recorded.Read("posthog.billing.projected_units"));
        Assert.Equal(
            ["posthog.operation.name=definitions", "posthog.operation.name=definitions error.type=forbidden"],
            recorded.Series("posthog.client.operation.duration"));
    }

    [Fact]
    public async Task GetFlagAsync_OfServers_CountsLookUpsByAge()
    {
        var clock = new ManualTimeProvider();
        var parts = new LibraryParts { Clock = clock, Services = services => services.AddSingleton<IDistributedCache>(new FakeDistributedCache(clock)) };
        await using var library = new Library(new StubHandler().Flags("beta"), parts, ("PostHog:SecretKey", string.Empty));
        using RecordedMetrics recorded = Record(library);

        await AskAsync(library);
        await AskAsync(library);

        Assert.Equal(
            [
                "posthog.cache.level=distributed posthog.cache.result=miss", "posthog.cache.level=memory posthog.cache.result=hit",
                "posthog.cache.level=memory posthog.cache.result=miss",
            ],
            recorded.Series("posthog.cache.requests"));
        Assert.Equal(1, recorded.Read("posthog.cache.entries"));
        Assert.Equal(1, recorded.Sum("posthog.billing.units", "posthog.billing.kind=evaluate"));

        // The refresh in the background counts, too.
        clock.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(library);
        Assert.Contains("posthog.cache.level=memory posthog.cache.result=stale", recorded.Series("posthog.cache.requests"));
    }

    [Fact]
    public async Task GetFlagAsync_PostHogAndCacheFail_CountsErrorsAndRememberedFailures()
    {
        var clock = new ManualTimeProvider();
        var cache = new FakeDistributedCache(clock);
        cache.Fails();
        var parts = new LibraryParts { Clock = clock, Services = services => services.AddSingleton<IDistributedCache>(cache) };
        await using var library = new Library(
            new StubHandler().Status(HttpStatusCode.InternalServerError), parts, ("PostHog:SecretKey", string.Empty), ("PostHog:Client:MaxRetryAttempts", "0"));
        using RecordedMetrics recorded = Record(library);

        await AskAsync(library);
        await AskAsync(library);

        Assert.Contains("posthog.cache.level=distributed posthog.cache.result=error", recorded.Series("posthog.cache.requests"));
        Assert.Contains("posthog.cache.level=memory posthog.cache.result=negative", recorded.Series("posthog.cache.requests"));
    }

    [Fact]
    public async Task Capture_SentAndDropped_AreCountedApart()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([Library.Flag("beta")], ("PostHog:Events:QueueCapacity", "10"), ("PostHog:Events:FlushInterval", "01:00:00"), ("PostHog:Events:BatchSize", "10"));
        using RecordedMetrics recorded = Record(library.Library);
        await library.GetAsync("beta");
        await library.GetAsync("beta");
        library.Events.Capture("bought", context: Ada);
        Assert.Equal((2, 10), (recorded.Read("posthog.events.queue.size"), recorded.Read("posthog.events.queue.capacity")));

        await library.FlushAsync();

        Assert.Equal((2, 2), (recorded.Sum("posthog.events.processed", string.Empty), recorded.Sum("posthog.events.exported", string.Empty)));
        Assert.Equal(1, recorded.Sum("posthog.events.deduplicated", "posthog.deduplication.level=memory"));
        Assert.Equal(0, recorded.Read("posthog.events.queue.size"));
    }

    [Fact]
    public async Task Flush_PostHogRejectsEach_CountsTheStatus()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        library.PostHog.Status(HttpStatusCode.BadRequest);
        using RecordedMetrics recorded = Record(library.Library);
        library.Events.Capture("a", context: Ada);
        library.Events.Capture("b", context: Ada);

        await library.FlushAsync();

        Assert.Equal((2, 2), (recorded.Sum("posthog.events.processed"), recorded.Sum("posthog.events.exported", "error.type=400")));
    }

    /// <summary>An application's own tests collect like this.</summary>
    [Fact]
    public async Task MetricCollector_OfTheApplication_SeesItsOwnMeterOnly()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag));
        await using var other = new Library(new StubHandler().Json(OneFlag));
        await library.RefreshAsync();
        await other.RefreshAsync();
        using var collector = new MetricCollector<long>(library.Get<IMeterFactory>(), PostHogDiagnostics.MeterName, "posthog.feature_flag.evaluations");

        await AskAsync(library);
        await AskAsync(other);

        CollectedMeasurement<long> measured = Assert.Single(collector.GetMeasurementSnapshot());
        Assert.Equal((1, "beta", "true", "targeting_match"), (measured.Value, measured.Tags["feature_flag.key"], measured.Tags["feature_flag.result.variant"], measured.Tags["feature_flag.result.reason"]));
    }

    private static RecordedMetrics Record(Library library)
    {
        var recorded = new RecordedMetrics(library.Get<IMeterFactory>());

        // The parts that show something when they are read come into being with the first check.
        library.Get<IPostHogFlags>();
        return recorded;
    }

    private static async Task AskAsync(Library library) =>
        await library.Flags.GetFlagAsync("beta", Ada, cancellationToken: TestContext.Current.CancellationToken);
}
