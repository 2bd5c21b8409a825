using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using PostHogFeatureManagement.Tests.Events;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Diagnostics.Telemetry;

/// <summary>The activities, their parents and links, and their tags. Each test looks at its own traces only.</summary>
[Trait("Promise", "OP-01")]
public sealed class ActivityTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;
    private readonly Activity _test = new Activity("test").Start();

    public ActivityTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == PostHogDiagnostics.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private IEnumerable<Activity> OfThisTest => _ended.Where(ended => ended.TraceId == _test.TraceId || ended.Links.Any(link => link.Context.TraceId == _test.TraceId));

    public void Dispose()
    {
        _test.Stop();
        _listener.Dispose();
    }

    [Fact]
    public async Task EvaluateAsync_SecondAttempt_IsOneChildOfTheRequest()
    {
        await using var library = new Library(new StubHandler().Status(HttpStatusCode.BadGateway).Flags("beta"), ("PostHog:SecretKey", string.Empty), ("PostHog:Client:RetryDelay", "00:00:00"));

        await library.Flags.GetFlagAsync("beta", new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken);

        Activity evaluate = await FindAsync("posthog.evaluate");
        Assert.Equal((_test.SpanId, ActivityKind.Client, ActivityStatusCode.Unset), (evaluate.ParentSpanId, evaluate.Kind, evaluate.Status));
        Assert.Equal(["posthog.operation.name=evaluate", "posthog.retry.count=1"], Tags(evaluate));
        Assert.Equal("https://opentelemetry.io/schemas/1.44.0", evaluate.Source.TelemetrySchemaUrl);
    }

    [Fact]
    public async Task EvaluateAsync_AllAttemptsFail_IsAnError()
    {
        await using var library = new Library(new StubHandler().Status(HttpStatusCode.InternalServerError), ("PostHog:SecretKey", string.Empty));

        await library.Flags.GetFlagAsync("beta", new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken);

        Activity evaluate = await FindAsync("posthog.evaluate");
        Assert.Equal((ActivityStatusCode.Error, null), (evaluate.Status, evaluate.StatusDescription));
        Assert.Equal(["error.type=server_error", "posthog.operation.name=evaluate", "posthog.retry.count=0"], Tags(evaluate));
    }

    [Fact]
    public async Task EvaluateAsync_WithoutCache_SaysHowManyFlagsAreRequested()
    {
        await using var library = new Library(new StubHandler().Flags("beta"), ("PostHog:SecretKey", string.Empty), ("PostHog:Cache:FreshFor", "00:00:00"));

        await library.Flags.GetFlagAsync("beta", new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("posthog.flags.requested=1", Tags(await FindAsync("posthog.evaluate")));
    }

    [Fact]
    public async Task GetFlagAsync_StaleAnswer_RefreshIsARootLinkedToTheRequest()
    {
        await using var library = new Library(new StubHandler().Flags("beta"), ("PostHog:SecretKey", string.Empty));
        await library.Flags.GetFlagAsync("beta", new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken);
        library.Clock.Advance(TimeSpan.FromMinutes(1));

        await library.Flags.GetFlagAsync("beta", new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken);

        Activity refresh = await FindAsync("posthog.cache.refresh");
        Assert.Equal((ActivityKind.Internal, default), (refresh.Kind, refresh.ParentSpanId));
        Assert.Equal(_test.SpanId, Assert.Single(refresh.Links).Context.SpanId);
        await Eventually.TrueAsync(() => _ended.Any(ended => ended.OperationName == "posthog.evaluate" && ended.ParentSpanId == refresh.SpanId));
    }

    [Fact]
    public async Task RefreshOnceAsync_Caller_IsARootLinkedToTheCause()
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta"))));

        await library.Get<PostHogFeatureManagement.Definitions.DefinitionsRefresher>().RefreshOnceAsync(TestContext.Current.CancellationToken, _test.Context);

        Activity refresh = await FindAsync("posthog.definitions.refresh");
        Assert.Equal((ActivityKind.Internal, default, _test), (refresh.Kind, refresh.ParentSpanId, Activity.Current));
        Assert.Equal(["posthog.operation.name=definitions", "posthog.retry.count=0"], Tags(refresh));
    }

    [Fact]
    public async Task FlushAsync_Events_ExportIsARoot()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        library.Events.Capture("bought", context: new PostHogContext("ada"));

        await library.FlushAsync();

        await Eventually.TrueAsync(() => _ended.Any(static ended => ended is { OperationName: "posthog.events.export", ParentId: null, Kind: ActivityKind.Internal }
            && Tags(ended).SequenceEqual(["posthog.operation.name=batch", "posthog.retry.count=0"])));
        Assert.DoesNotContain(OfThisTest, static ended => ended.OperationName == "posthog.events.export");
    }

    private static IEnumerable<string> Tags(Activity activity) => activity.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal);

    private async Task<Activity> FindAsync(string name)
    {
        await Eventually.TrueAsync(() => OfThisTest.Any(ended => ended.OperationName == name));
        return OfThisTest.First(ended => ended.OperationName == name);
    }
}
