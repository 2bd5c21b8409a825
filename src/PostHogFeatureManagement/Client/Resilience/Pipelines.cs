using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Telemetry;
using Polly.Timeout;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.RemoteConfig;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>
/// One pipeline for each purpose, built once, and their status. An attempt includes reading the response body, so a truncated response is a failed attempt.
/// </summary>
internal sealed class Pipelines : IClientStatus
{
    private const double RetryJitter = 0.25;

    /// <summary>PostHog has had its chance to answer after this share of the attempt time-out.</summary>
    private const double PatienceShare = 0.5;

    private readonly TimeProvider _time;
    private readonly Jitter _jitter;
    private readonly TelemetryListener? _polly;
    private readonly CircuitBreakerStateProvider _remoteConfigCircuit = new();
    private readonly PipelineMonitor _evaluationMonitor;
    private readonly PipelineMonitor _definitionsMonitor;
    private readonly PipelineMonitor _remoteConfigMonitor;
    private readonly PipelineMonitor _eventsMonitor;

    public Pipelines(
        IOptions<PostHogFeatureManagementOptions> options,
        StallWatch stalls,
        Jitter jitter,
        FailureText failureText,
        LogThrottle throttle,
        PostHogMetrics metrics,
        IServiceProvider services,
        [LibraryClock] TimeProvider time,
        ILogger<PostHogClient> logger)
    {
        _time = time;
        _jitter = jitter;
        _polly = options.Value.Diagnostics.JoinPollyTelemetry ? QuietTelemetry.Of(services) : null;

        PipelineSettings evaluation = PipelineSettings.ForEvaluation(options.Value.Client);
        _evaluationMonitor = new PipelineMonitor(evaluation, failureText, throttle, metrics, time, logger);
        var places = new Places(evaluation.Client.MaxConcurrentRequests);
        var slots = new AttemptSlots(Math.Max(AttemptSlots.MaxUnconfirmed, evaluation.Client.MinimumThroughput));
        Breaker = new EvaluationBreaker(evaluation, places, slots, _evaluationMonitor, time);
        Flags = new(BuildEvaluation<FlagsResponse>(evaluation, places, slots, stalls), _evaluationMonitor);

        PipelineSettings definitions = PipelineSettings.ForDefinitions(options.Value.Client);
        _definitionsMonitor = new PipelineMonitor(definitions, failureText, throttle, metrics, time, logger);
        Definitions = new(BuildDefinitions<DefinitionsResponse>(definitions), _definitionsMonitor);

        PipelineSettings remoteConfig = PipelineSettings.ForRemoteConfig(options.Value.Client);
        _remoteConfigMonitor = new PipelineMonitor(remoteConfig, failureText, throttle, metrics, time, logger);
        RemoteConfig = new(BuildRemoteConfig<RemoteConfigResponse>(remoteConfig, _remoteConfigMonitor), _remoteConfigMonitor);

        PipelineSettings events = PipelineSettings.ForEvents(options.Value.Client);
        _eventsMonitor = new PipelineMonitor(events, failureText, throttle, metrics, time, logger);
        Events = new(Start<EventsResponse>(events).AddTimeout(events.AttemptTimeout).Build(), _eventsMonitor);

        metrics.ObserveCircuit(evaluation.Operation, () => Breaker.Status.State.ToTag());
        metrics.ObserveCircuit(remoteConfig.Operation, () => ToState(_remoteConfigCircuit.CircuitState).ToTag());
    }

    public EvaluationBreaker Breaker { get; }

    public WirePipeline<FlagsResponse> Flags { get; }

    public WirePipeline<DefinitionsResponse> Definitions { get; }

    public WirePipeline<RemoteConfigResponse> RemoteConfig { get; }

    /// <summary>
    /// Attempt time-out only. What is sent again, and when, depends on the events in the batch, so their sender decides. There is no breaker: one batch at a time is
    /// under way, and nothing waits for it.
    /// </summary>
    public WirePipeline<EventsResponse> Events { get; }

    BreakerStatus IClientStatus.Circuit => Breaker.Status;

    PipelineStatus IClientStatus.Evaluation => _evaluationMonitor.Status;

    PipelineStatus IClientStatus.Definitions => _definitionsMonitor.Status;

    PipelineStatus IClientStatus.RemoteConfig => _remoteConfigMonitor.Status;

    PipelineStatus IClientStatus.Events => _eventsMonitor.Status;

    /// <summary>Outermost first: breaker, place, total budget, retry, slot and watch of the attempt, attempt time-out.</summary>
    private ResiliencePipeline<WireAnswer<TResponse>> BuildEvaluation<TResponse>(PipelineSettings settings, Places places, AttemptSlots slots, StallWatch stalls)
        where TResponse : class
    {
        TimeSpan patience = settings.AttemptTimeout * PatienceShare;
        ResiliencePipelineBuilder<WireAnswer<TResponse>> builder = Start<TResponse>(settings)
            .AddOwn(new BreakerStrategy<TResponse>(Breaker, stalls, patience))
            .AddOwn(new InFlightLimit<TResponse>(places, Breaker, stalls));
        return AddBudgetAndRetry(builder, settings)
            .AddOwn(new UnconfirmedLimit<TResponse>(slots, Breaker, stalls, patience))
            .AddTimeout(settings.AttemptTimeout)
            .Build();
    }

    /// <summary>
    /// Total budget, retry, attempt time-out. There is no breaker: one poll at a time, every 30 s or more and less often after failures, could never fill its
    /// window, and nothing waits for a poll.
    /// </summary>
    private ResiliencePipeline<WireAnswer<TResponse>> BuildDefinitions<TResponse>(PipelineSettings settings)
        where TResponse : class => AddBudgetAndRetry(Start<TResponse>(settings), settings).AddTimeout(settings.AttemptTimeout).Build();

    /// <summary>
    /// Breaker, total budget, retry, attempt time-out. The breaker is Polly's and not that of evaluation: another service of PostHog answers, for another key.
    /// Slow calls need no measure here, because the cache makes one call for a key at a time.
    /// </summary>
    private ResiliencePipeline<WireAnswer<TResponse>> BuildRemoteConfig<TResponse>(PipelineSettings settings, PipelineMonitor monitor)
        where TResponse : class =>
        AddBudgetAndRetry(Start<TResponse>(settings).AddCircuitBreaker(Break<TResponse>(settings, monitor)), settings)
            .AddTimeout(settings.AttemptTimeout)
            .Build();

    private ResiliencePipelineBuilder<WireAnswer<TResponse>> Start<TResponse>(PipelineSettings settings)
        where TResponse : class => new()
        {
            Name = PostHogDiagnostics.MeterName,
            InstanceName = settings.Operation,
            TelemetryListener = _polly,
            TimeProvider = _time,
        };

    private ResiliencePipelineBuilder<WireAnswer<TResponse>> AddBudgetAndRetry<TResponse>(
        ResiliencePipelineBuilder<WireAnswer<TResponse>> builder,
        PipelineSettings settings)
        where TResponse : class
    {
        builder.AddTimeout(settings.TotalTimeout);
        return settings.Client.MaxRetryAttempts > 0 ? builder.AddRetry(Retry<TResponse>(settings)) : builder;
    }

    private RetryStrategyOptions<WireAnswer<TResponse>> Retry<TResponse>(PipelineSettings settings)
        where TResponse : class => new()
        {
            MaxRetryAttempts = settings.Client.MaxRetryAttempts,
            DelayGenerator = args =>
            {
                TimeSpan delay = settings.Client.RetryDelay * Math.Pow(2, args.AttemptNumber);
                return new ValueTask<TimeSpan?>(_jitter.Spread(delay, RetryJitter));
            },
            ShouldHandle = static args => new ValueTask<bool>(
                args.Outcome.Exception is TimeoutRejectedException
                || (args.Outcome.Exception is null && FailureRules.IsRetryable(args.Outcome.Result.Failure))),
        };

    private static BreakerState ToState(CircuitState state) => state switch
    {
        CircuitState.Closed => BreakerState.Closed,
        CircuitState.HalfOpen => BreakerState.HalfOpen,
        _ => BreakerState.Open,
    };

    private CircuitBreakerStrategyOptions<WireAnswer<TResponse>> Break<TResponse>(PipelineSettings settings, PipelineMonitor monitor)
        where TResponse : class => new()
        {
            FailureRatio = settings.Client.FailureRatio,
            MinimumThroughput = settings.Client.MinimumThroughput,
            SamplingDuration = settings.Client.SamplingDuration,
            BreakDuration = settings.Client.BreakDuration,
            StateProvider = _remoteConfigCircuit,
            ShouldHandle = static args => new ValueTask<bool>(
                args.Outcome.Exception is TimeoutRejectedException
                || (args.Outcome.Exception is null && FailureRules.IsUnhealthy(args.Outcome.Result.Failure))),
            OnOpened = args =>
            {
                monitor.CircuitOpened(BreakerCause.Failures, args.BreakDuration);
                return default;
            },
            OnClosed = _ =>
            {
                monitor.CircuitClosed();
                return default;
            },
        };
}
