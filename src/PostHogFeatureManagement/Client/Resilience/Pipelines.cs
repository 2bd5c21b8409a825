using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>
/// The resilience strategies of every purpose, outermost first. Each purpose builds its own, so their breakers are independent.
/// An attempt includes reading the response body, so a truncated response is a failed attempt.
/// </summary>
internal sealed class Pipelines([LibraryClock] TimeProvider timeProvider, Jitter jitter)
{
    private const double RetryJitter = 0.25;

    /// <summary>The slow-call breaker, the limit on calls in flight, then the same as every purpose, with attempt slots in front of the breaker.</summary>
    public ResiliencePipeline<WireAnswer<TResponse>> BuildEvaluation<TResponse>(PipelineSettings settings, PipelineMonitor monitor, EvaluationCircuit circuit)
        where TResponse : class => Start<TResponse>(settings)
            .AddOwn(new SlowCallBreaker<TResponse>(circuit))
            .AddOwn(new InFlightLimit<TResponse>(circuit, timeProvider))
            .AddPipeline(Build<TResponse>(settings, monitor, circuit))
            .Build();

    /// <summary>The total budget, retries, the breaker and the attempt time-out.</summary>
    public ResiliencePipeline<WireAnswer<TResponse>> Build<TResponse>(PipelineSettings settings, PipelineMonitor monitor, EvaluationCircuit? circuit = null)
        where TResponse : class
    {
        var rules = new AttemptRules(settings, timeProvider);
        ResiliencePipelineBuilder<WireAnswer<TResponse>> builder = Start<TResponse>(settings).AddTimeout(settings.TotalTimeout);
        if (settings.Client.MaxRetryAttempts > 0)
        {
            builder.AddRetry(Retry<TResponse>(settings));
        }

        if (circuit is not null)
        {
            builder.AddOwn(new UnconfirmedLimit<TResponse>(circuit, rules, timeProvider));
        }

        return builder
            .AddCircuitBreaker(Breaker<TResponse>(settings, monitor, rules))
            .AddTimeout(settings.AttemptTimeout)
            .Build();
    }

    private ResiliencePipelineBuilder<WireAnswer<TResponse>> Start<TResponse>(PipelineSettings settings)
        where TResponse : class => new() { Name = settings.Purpose, TimeProvider = timeProvider };

    private RetryStrategyOptions<WireAnswer<TResponse>> Retry<TResponse>(PipelineSettings settings)
        where TResponse : class => new()
        {
            MaxRetryAttempts = settings.Client.MaxRetryAttempts,
            DelayGenerator = args =>
            {
                TimeSpan delay = settings.Client.RetryDelay * Math.Pow(2, args.AttemptNumber);
                return new ValueTask<TimeSpan?>(jitter.Spread(delay, RetryJitter));
            },
            ShouldHandle = static args => new ValueTask<bool>(
                args.Outcome.Exception is TimeoutRejectedException
                || (args.Outcome.Exception is null && FailureRules.IsRetryable(args.Outcome.Result.Failure))),
        };

    private static CircuitBreakerStrategyOptions<WireAnswer<TResponse>> Breaker<TResponse>(PipelineSettings settings, PipelineMonitor monitor, AttemptRules rules)
        where TResponse : class
    {
        var state = new CircuitBreakerStateProvider();
        return new CircuitBreakerStrategyOptions<WireAnswer<TResponse>>
        {
            FailureRatio = settings.Client.FailureRatio,
            MinimumThroughput = settings.Client.MinimumThroughput,
            SamplingDuration = settings.Client.SamplingDuration,
            BreakDuration = settings.Client.BreakDuration,
            StateProvider = state,

            // A probe whose caller leaves proves nothing and must not close the breaker.
            ShouldHandle = args => new ValueTask<bool>(
                rules.SignalOf(args.Outcome, args.Context) == HealthSignal.Failure
                || (args.Outcome.Exception is OperationCanceledException && state.CircuitState == CircuitState.HalfOpen)),
            OnOpened = args =>
            {
                monitor.Opened(BreakerCause.Failures, args.BreakDuration);
                return default;
            },
            OnHalfOpened = _ =>
            {
                monitor.HalfOpened();
                return default;
            },
            OnClosed = _ =>
            {
                monitor.Closed();
                return default;
            },
        };
    }
}
