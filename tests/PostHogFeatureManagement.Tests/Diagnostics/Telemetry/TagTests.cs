using System.Diagnostics.Metrics;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Events;
using PostHogFeatureManagement.Events.Delivery;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Diagnostics.Telemetry;

/// <summary>The tags of every instrument, their order and their closed sets of values.</summary>
[Trait("Promise", "OP-01")]
public sealed class TagTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly PostHogMetrics _metrics;
    private readonly RecordedMetrics _recorded;

    public TagTests()
    {
        IMeterFactory meters = TestMetrics.Factory();
        _recorded = new RecordedMetrics(meters);
        _metrics = new PostHogMetrics(meters, _clock);
    }

    public void Dispose() => _recorded.Dispose();

    [Fact]
    public void Evaluated_KnownAndUnknown_HasThreeTagsInOrder()
    {
        _metrics.Evaluated("beta", "bold", EvaluationReason.Split);
        _metrics.Evaluated(null, "false", EvaluationReason.Error);

        Assert.Equal(
            [
                "feature_flag.key=_other feature_flag.result.variant=_other feature_flag.result.reason=error",
                "feature_flag.key=beta feature_flag.result.variant=bold feature_flag.result.reason=split",
            ],
            _recorded.Series("posthog.feature_flag.evaluations"));
    }

    [Fact]
    public void OperationEnded_EveryFailure_IsErrorTypeInSnakeCase()
    {
        foreach (WireFailure failure in Enum.GetValues<WireFailure>())
        {
            _metrics.OperationEnded(_metrics.OperationBegan("evaluate"), ErrorTypes.Of(failure));
        }

        string[] errors =
        [
            "circuit_open", "forbidden", "gateway_error", "overloaded", "quota_limited", "rate_limited", "rejected", "server_error", "switched_off", "timed_out",
            "unauthorized", "unexpected_status", "unreachable", "unreadable",
        ];
        Assert.Equal(
            ["posthog.operation.name=evaluate", .. errors.Select(static error => $"posthog.operation.name=evaluate error.type={error}")],
            _recorded.Series("posthog.client.operation.duration"));
        Assert.Equal(["posthog.operation.name=evaluate"], _recorded.Series("posthog.client.active_operations"));
        Assert.Equal(0, _recorded.Sum("posthog.client.active_operations"));
    }

    [Fact]
    public void OperationEnded_TwoSecondsLater_RecordsSeconds()
    {
        PostHogMetrics.OperationStart start = _metrics.OperationBegan("definitions");
        Assert.Equal(1, _recorded.Sum("posthog.client.active_operations"));
        _clock.Advance(TimeSpan.FromSeconds(2));

        _metrics.OperationEnded(start, null);

        Assert.Equal(2, _recorded.Sum("posthog.client.operation.duration"));
    }

    [Fact]
    public void CircuitOpened_EveryCause_IsOneOfSix()
    {
        foreach (BreakerCause cause in Enum.GetValues<BreakerCause>())
        {
            _metrics.CircuitOpened("evaluate", cause.ToTag());
        }

        string[] causes = ["credentials", "failures", "other_instance", "rejections", "retry_after", "slow_call"];
        Assert.Equal(
            causes.Select(static cause => $"posthog.operation.name=evaluate posthog.circuit_breaker.cause={cause}"),
            _recorded.Series("posthog.client.circuit_breaker.openings"));
    }

    [Fact]
    public void CircuitState_EachState_IsOneForThePresent()
    {
        BreakerState state = default;
        _metrics.ObserveCircuit("evaluate", () => state.ToTag());
        foreach ((BreakerState present, string tag) in new[] { (BreakerState.Closed, "closed"), (BreakerState.Open, "open"), (BreakerState.HalfOpen, "half_open") })
        {
            state = present;
            Assert.All(
                ["closed", "open", "half_open"],
                other => Assert.Equal(other == tag ? 1 : 0, _recorded.Read("posthog.client.circuit_breaker.state", $"posthog.operation.name=evaluate posthog.circuit_breaker.state={other}")));
        }
    }

    [Fact]
    public void Gauges_WithoutSource_ShowNothing()
    {
        Assert.Empty(_recorded.Series("posthog.cache.entries"));
        Assert.Empty(_recorded.Series("posthog.definitions.age"));
        Assert.Empty(_recorded.Series("posthog.definitions.leader"));
        Assert.Empty(_recorded.Series("posthog.events.queue.size"));
        Assert.Empty(_recorded.Series("posthog.events.queue.capacity"));
        Assert.Empty(_recorded.Series("posthog.billing.projected_units"));
    }

    [Fact]
    public void Definitions_EachSource_IsTheTagOfTheAge()
    {
        DefinitionsSource source = default;
        _metrics.ObserveDefinitions(() => new DefinitionsReading(source.ToTag(), 5, 7, 2, true));
        foreach (DefinitionsSource present in Enum.GetValues<DefinitionsSource>())
        {
            source = present;
            Assert.Equal(5, _recorded.Read("posthog.definitions.age", $"posthog.definitions.source={present.ToString().ToLowerInvariant()}"));
        }

        Assert.Equal(7, _recorded.Read("posthog.definitions.flags", "posthog.definitions.evaluation=local"));
        Assert.Equal(2, _recorded.Read("posthog.definitions.flags", "posthog.definitions.evaluation=server"));
        Assert.Equal(1, _recorded.Read("posthog.definitions.leader"));
    }

    [Fact]
    public void Refreshed_ResultsAndFailures_AreTags()
    {
        _metrics.Refreshed(TelemetryTags.RefreshResults.Changed);
        _metrics.Refreshed(TelemetryTags.RefreshResults.Unchanged);
        _metrics.Refreshed(TelemetryTags.RefreshResults.Shared);
        _metrics.Refreshed(TelemetryTags.RefreshResults.Failed, ErrorTypes.Of(WireFailure.TimedOut));

        Assert.Equal(
            [
                "posthog.definitions.result=changed", "posthog.definitions.result=failed error.type=timed_out", "posthog.definitions.result=shared",
                "posthog.definitions.result=unchanged",
            ],
            _recorded.Series("posthog.definitions.refreshes"));
    }

    [Fact]
    public void EventsProcessed_EveryReason_IsOneOfFour()
    {
        _metrics.EventsProcessed(3);
        foreach (DropReason reason in Enum.GetValues<DropReason>())
        {
            _metrics.EventsProcessed(1, DropCause.Of(reason));
        }

        Assert.Equal(
            ["", "error.type=already_shutdown", "error.type=consent", "error.type=queue_full", "error.type=too_large"],
            _recorded.Series("posthog.events.processed"));
    }

    [Fact]
    public void EventsExported_AnyStatus_IsOneOfFewErrors()
    {
        for (int status = 0; status < 1_000; status++)
        {
            _metrics.EventsExported(1, ExportErrors.Of(new WireAnswer<EventsResponse>(null, WireFailure.Rejected) { StatusCode = status }));
        }

        _metrics.EventsExported(1);
        _metrics.EventsExported(1, ExportErrors.Of(new WireAnswer<EventsResponse>(null, WireFailure.TimedOut)));
        _metrics.EventsExported(1, ExportErrors.Of(new WireAnswer<EventsResponse>(null, WireFailure.Unreachable)));

        string[] errors =
        [
            "400", "401", "402", "403", "404", "408", "413", "429", "500", "502", "503", "504", "connection_error", "rejected", "timeout",
        ];
        Assert.Equal(["", .. errors.Select(static error => $"error.type={error}")], _recorded.Series("posthog.events.exported"));
    }

    [Fact]
    public void OtherCounters_Values_AreTags()
    {
        _metrics.EventDeduplicated(isByOther: false);
        _metrics.EventDeduplicated(isByOther: true);
        _metrics.UnitsSpent("evaluate", 1);
        _metrics.OverridesSeen("applied");
        _metrics.CacheAsked(TelemetryTags.CacheLevels.Distributed, TelemetryTags.CacheResults.FailSafe);
        _metrics.CacheEvicted();
        _metrics.ObserveCache(static () => 2);
        _metrics.ObserveCache(static () => 3);
        _metrics.ObserveQueue(static () => 4, 10);
        _metrics.ObserveProjection(static () => 99);

        Assert.Equal(["posthog.deduplication.level=fleet", "posthog.deduplication.level=memory"], _recorded.Series("posthog.events.deduplicated"));
        Assert.Equal(["posthog.billing.kind=evaluate"], _recorded.Series("posthog.billing.units"));
        Assert.Equal(["posthog.overrides.result=applied"], _recorded.Series("posthog.overrides.requests"));
        Assert.Equal(["posthog.cache.level=distributed posthog.cache.result=fail_safe"], _recorded.Series("posthog.cache.requests"));
        Assert.Equal(1, _recorded.Sum("posthog.cache.evictions"));
        Assert.Equal(5, _recorded.Read("posthog.cache.entries"));
        Assert.Equal((4, 10), (_recorded.Read("posthog.events.queue.size"), _recorded.Read("posthog.events.queue.capacity")));
        Assert.Equal(99, _recorded.Read("posthog.billing.projected_units"));
    }
}
