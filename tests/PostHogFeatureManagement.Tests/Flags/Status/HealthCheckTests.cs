using System.Net;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags.Status;

/// <summary>Each row of the table of states, and what the health check makes of it.</summary>
[Trait("Promise", "OP-02")]
[Trait("Promise", "SC-01")]
public sealed class HealthCheckTests
{
    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Check_Definitions_IsReadyWithData()
    {
        await using Library library = Start(new StubHandler().Json(OneFlag));
        await library.RefreshAsync();
        library.Clock.Advance(TimeSpan.FromSeconds(7));

        HealthReportEntry entry = await CheckAsync(library);

        Assert.Equal((HealthStatus.Healthy, "READY: answers are up to date"), (entry.Status, entry.Description));
        Assert.Equal(
            [
                "cache.distributed=none", "definitions.ageSeconds=7", "definitions.flags=1", "definitions.serverOnlyFlags=0", "definitions.source=server",
                "evaluation.breaker=closed", "events.droppedLastMinute=0", "events.queued=0", "mode=local", "quotaLimited=False", "state=READY",
            ],
            entry.Data.Select(static item => FormattableString.Invariant($"{item.Key}={item.Value}")).Order(StringComparer.Ordinal));
        Assert.Equal(["ready"], entry.Tags);
    }

    [Theory]
    [InlineData(false, HealthStatus.Degraded)]
    [InlineData(true, HealthStatus.Unhealthy)]
    public async Task Check_NeverAnswered_IsUnhealthyOnlyInTheGrace(bool requireData, HealthStatus after)
    {
        await using Library library = Start(new StubHandler().Status(HttpStatusCode.BadGateway), ("PostHog:Health:RequireData", requireData.ToString()));

        HealthReportEntry before = await CheckAsync(library);
        library.Clock.Advance(Grace);
        HealthReportEntry entry = await CheckAsync(library);

        Assert.Equal((HealthStatus.Unhealthy, "NOT_READY: PostHog has not answered yet"), (before.Status, before.Description));
        Assert.Equal((after, "NOT_READY"), (entry.Status, entry.Data["state"]));
    }

    [Fact]
    public async Task Check_OnlyServersAskedAndNoQuestionYet_IsReady()
    {
        await using Library library = Start(new StubHandler().Status(HttpStatusCode.BadGateway), ("PostHog:SecretKey", string.Empty), ("PostHog:Client:MaxRetryAttempts", "0"));

        HealthReportEntry before = await CheckAsync(library);
        await library.Flags.GetFlagAsync("beta", new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken);
        HealthReportEntry entry = await CheckAsync(library);

        Assert.Equal((HealthStatus.Healthy, "remote"), (before.Status, before.Data["mode"]));
        Assert.Equal((HealthStatus.Unhealthy, "NOT_READY: PostHog has not answered yet (gateway_error)"), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task Check_KeyRefusedFromTheStart_IsFatalAndNamesTheSetting()
    {
        await using Library library = Start(new StubHandler().Status(HttpStatusCode.Forbidden));
        await library.RefreshAsync();

        HealthReportEntry entry = await CheckAsync(library);

        Assert.Equal((HealthStatus.Unhealthy, "FATAL: PostHog refuses PostHog:SecretKey, which needs the scope feature_flag:read"), (entry.Status, entry.Description));
        Assert.Equal("forbidden", entry.Data["definitions.lastFailure"]);
    }

    [Fact]
    public async Task Check_KeyRefusedLater_IsDegraded()
    {
        await using Library library = Start(new StubHandler().Json(OneFlag).Status(HttpStatusCode.Unauthorized).Json(OneFlag));
        await library.RefreshAsync();
        library.Clock.Advance(TimeSpan.FromSeconds(1));
        await library.RefreshAsync();

        HealthReportEntry refused = await CheckAsync(library);
        library.Clock.Advance(TimeSpan.FromSeconds(1));
        await library.RefreshAsync();
        HealthReportEntry again = await CheckAsync(library);

        Assert.Equal((HealthStatus.Degraded, "ERROR"), (refused.Status, refused.Data["state"]));
        Assert.Equal(HealthStatus.Healthy, again.Status);
    }

    [Fact]
    public async Task Check_OldDefinitions_IsStaleAndNeverUnhealthyAgain()
    {
        await using Library library = Start(new StubHandler().Json(OneFlag));
        await library.RefreshAsync();
        library.Clock.Advance(TimeSpan.FromMinutes(2));
        HealthReportEntry young = await CheckAsync(library);

        library.Clock.Advance(TimeSpan.FromSeconds(1));
        HealthReportEntry old = await CheckAsync(library);

        Assert.Equal(HealthStatus.Healthy, young.Status);
        Assert.Equal((HealthStatus.Degraded, "STALE: the definitions are old"), (old.Status, old.Description));
    }

    [Fact]
    public async Task Check_OwnCircuitOpen_IsDegradedAndSaysUntilWhen()
    {
        await using Library library = Start(new StubHandler().Json(OneFlag));
        await library.RefreshAsync();
        EvaluationBreaker breaker = library.Get<EvaluationBreaker>();
        breaker.CallEnded(0, default, TimeSpan.FromSeconds(4), null);

        HealthReportEntry entry = await CheckAsync(library);

        Assert.Equal((HealthStatus.Degraded, "ERROR: the circuit for evaluation is open (slow_call)"), (entry.Status, entry.Description));
        Assert.Equal(("open", "slow_call", 60.0), (entry.Data["evaluation.breaker"], entry.Data["evaluation.breakerCause"], entry.Data["evaluation.opensAgainInSeconds"]));
    }

    [Fact]
    public async Task Check_CircuitOfAnotherInstanceOpen_IsHealthy()
    {
        await using Library library = Start(new StubHandler().Json(OneFlag));
        await library.RefreshAsync();
        library.Get<EvaluationBreaker>().OpenElsewhere(TimeSpan.FromSeconds(10));

        HealthReportEntry entry = await CheckAsync(library);

        Assert.Equal((HealthStatus.Healthy, "other_instance"), (entry.Status, entry.Data["evaluation.breakerCause"]));
    }

    [Fact]
    public async Task Check_QuotaUsedUp_IsDegraded()
    {
        await using Library library = Start(new StubHandler().Json(OneFlag).Status(HttpStatusCode.PaymentRequired));
        await library.RefreshAsync();
        await library.RefreshAsync();

        HealthReportEntry entry = await CheckAsync(library);

        Assert.Equal((HealthStatus.Degraded, true), (entry.Status, entry.Data["quotaLimited"]));
    }

    [Fact]
    public async Task Check_EventsDropped_IsDegradedForAMinute()
    {
        await using Library library = Start(new StubHandler().Json(OneFlag));
        await library.RefreshAsync();
        library.Get<PostHogFeatureManagement.Events.EventDrops>().Add(PostHogFeatureManagement.Events.DropReason.QueueFull, null);

        HealthReportEntry entry = await CheckAsync(library);
        library.Clock.Advance(TimeSpan.FromSeconds(61));
        HealthReportEntry later = await CheckAsync(library);

        Assert.Equal((HealthStatus.Degraded, 1L), (entry.Status, entry.Data["events.droppedLastMinute"]));
        Assert.Equal(HealthStatus.Healthy, later.Status);
    }

    [Fact]
    public async Task Check_CacheFails_IsDegraded()
    {
        var clock = new ManualTimeProvider();
        var cache = new FakeDistributedCache(clock);
        var parts = new LibraryParts { Clock = clock, Services = services => services.AddSingleton<IDistributedCache>(cache).AddHealthChecks().AddPostHog() };
        await using var library = new Library(new StubHandler().Flags("beta"), parts, ("PostHog:SecretKey", string.Empty));
        cache.Fails();
        for (int caller = 0; caller < 5; caller++)
        {
            await library.Flags.GetFlagAsync("beta", new PostHogContext($"{caller}"), cancellationToken: TestContext.Current.CancellationToken);
        }

        await Eventually.TrueAsync(async () => (await CheckAsync(library)).Status == HealthStatus.Degraded);
        Assert.Equal("paused", (await CheckAsync(library)).Data["cache.distributed"]);
    }

    [Fact]
    public async Task Check_SwitchedOff_IsHealthy()
    {
        await using Library library = Start(new StubHandler().Status(HttpStatusCode.BadGateway));
        library.Get<PostHogSwitch>().Turn(on: false);

        HealthReportEntry entry = await CheckAsync(library);

        Assert.Equal((HealthStatus.Healthy, "READY: switched off", "off"), (entry.Status, entry.Description, entry.Data["mode"]));
    }

    [Fact]
    public async Task Check_FailSafeAnswers_IsStaleForAMinute()
    {
        await using Library library = Start(
            new StubHandler().Flags("beta").Status(HttpStatusCode.InternalServerError), ("PostHog:SecretKey", string.Empty), ("PostHog:Client:MaxRetryAttempts", "0"));
        await library.Flags.GetFlagAsync("beta", new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken);
        library.Clock.Advance(TimeSpan.FromHours(2));

        await library.Flags.GetFlagAsync("beta", new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken);
        HealthReportEntry entry = await CheckAsync(library);

        Assert.Equal((HealthStatus.Degraded, "STALE"), (entry.Status, entry.Data["state"]));
    }

    [Fact]
    public async Task Check_DefinitionsFromAFile_IsStaleWhilePostHogSendsNone()
    {
        await using Library library = Start(new StubHandler().Status(HttpStatusCode.BadGateway));
        Install(library, DefinitionsSource.File);

        HealthReportEntry entry = await CheckAsync(library);

        Assert.Equal((HealthStatus.Degraded, "STALE: the definitions come from a file", "file"), (entry.Status, entry.Description, entry.Data["definitions.source"]));
    }

    [Fact]
    public async Task Check_NobodyPollsForAll_IsDegradedAfterThreeIntervals()
    {
        var clock = new ManualTimeProvider();
        await using Library library = StartSharing(clock, new FakeDistributedCache(clock), new StubHandler());
        Install(library, DefinitionsSource.Shared);
        clock.Advance(TimeSpan.FromSeconds(90));
        HealthReportEntry before = await CheckAsync(library);

        clock.Advance(TimeSpan.FromSeconds(1));
        HealthReportEntry entry = await CheckAsync(library);

        Assert.Equal((HealthStatus.Healthy, false), (before.Status, before.Data["isLeader"]));
        Assert.Equal((HealthStatus.Degraded, "ERROR: no instance polls for definitions"), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task Check_OwnPollsFail_BlamesPostHogAndNotTheOtherInstances()
    {
        var clock = new ManualTimeProvider();
        await using Library library = StartSharing(clock, new FakeDistributedCache(clock), new StubHandler().Status(HttpStatusCode.BadGateway));
        Install(library, DefinitionsSource.Shared);
        clock.Advance(TimeSpan.FromSeconds(91));
        await library.RefreshAsync();

        HealthReportEntry young = await CheckAsync(library);
        clock.Advance(TimeSpan.FromSeconds(30));
        HealthReportEntry old = await CheckAsync(library);

        Assert.Equal(HealthStatus.Healthy, young.Status);
        Assert.Equal((HealthStatus.Degraded, "STALE: the definitions are old (gateway_error)"), (old.Status, old.Description));
    }

    [Fact]
    public async Task Check_DefinitionsCannotBeShared_IsDegraded()
    {
        var clock = new ManualTimeProvider();
        var cache = new FakeDistributedCache(clock);
        await using Library library = StartSharing(clock, cache, new StubHandler().Json(OneFlag));
        cache.Fails();
        for (int poll = 0; poll < 5; poll++)
        {
            await library.RefreshAsync();
        }

        HealthReportEntry entry = await CheckAsync(library);

        Assert.Equal((HealthStatus.Degraded, "ERROR: the distributed cache fails", "paused"), (entry.Status, entry.Description, entry.Data["cache.distributed"]));
    }

    private static Library StartSharing(ManualTimeProvider clock, FakeDistributedCache cache, StubHandler postHog)
    {
        var parts = new LibraryParts { Clock = clock, Services = services => services.AddSingleton<IDistributedCache>(cache).AddHealthChecks().AddPostHog() };
        return new Library(postHog, parts, ("PostHog:Client:MaxRetryAttempts", "0"));
    }

    private static void Install(Library library, DefinitionsSource source) => library.Get<DefinitionsInstaller>().Install(
        DefinitionsContent.Of(Encoding.UTF8.GetBytes(OneFlag), etag: null, library.Clock.GetUtcNow()), source == DefinitionsSource.File ? 0 : 1, source);

    private static Library Start(StubHandler postHog, params (string Key, string Value)[] settings) =>
        new(postHog, new LibraryParts { Services = static services => services.AddHealthChecks().AddPostHog() }, settings);

    private static async Task<HealthReportEntry> CheckAsync(Library library)
    {
        HealthReport report = await library.Get<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        HealthReportEntry entry = report.Entries["posthog"];
        Assert.Null(entry.Exception);
        Assert.DoesNotMatch("phc_|phs_|posthog.com|ada|beta", $"{entry.Description} {string.Join(' ', entry.Data.Values)}");
        Assert.InRange(entry.Data.Count, 1, 16);
        Assert.All(entry.Data.Values, static value => Assert.True(value is string or bool or int or long or double, value.GetType().Name));
        return entry;
    }
}
