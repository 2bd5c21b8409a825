using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace PostHogFeatureManagement.Client;

/// <summary>
/// The resilience of every purpose, outermost first. Each purpose builds its own, so that their breakers know nothing of each other.
/// An attempt covers the reading of the body, so that an answer cut off half-way is a failed attempt.
/// </summary>
internal sealed class Pipelines(TimeProvider timeProvider, Jitter jitter)
{
    private const double RetryJitter = 0.25;

    /// <summary>The share of the attempt time-out after which a caller who leaves counts as a failure of PostHog's.</summary>
    private const double PatienceShare = 0.5;

    /// <summary>Slow-call watch, cap on calls under way, then as every purpose.</summary>
    public ResiliencePipeline<Exchange<TResponse>> BuildEvaluation<TResponse>(PipelineSettings settings, PurposeMonitor monitor, EvaluationCircuit circuit)
        where TResponse : class => Start<TResponse>(settings)
            .AddOwn(new SlowCallBreaker<TResponse>(circuit))
            .AddOwn(new InFlightLimit<TResponse>(settings.Client.MaxConcurrentRequests))
            .AddPipeline(Build<TResponse>(settings, monitor))
            .Build();

    /// <summary>Total budget, retry, breaker, attempt time-out.</summary>
    public ResiliencePipeline<Exchange<TResponse>> Build<TResponse>(PipelineSettings settings, PurposeMonitor monitor)
        where TResponse : class
    {
        ResiliencePipelineBuilder<Exchange<TResponse>> builder = Start<TResponse>(settings).AddTimeout(TotalBudget(settings));
        if (settings.Client.MaxRetryAttempts > 0)
        {
            builder.AddRetry(Retry<TResponse>(settings));
        }

        return builder
            .AddCircuitBreaker(Breaker<TResponse>(settings, monitor))
            .AddTimeout(settings.AttemptTimeout)
            .Build();
    }

    private ResiliencePipelineBuilder<Exchange<TResponse>> Start<TResponse>(PipelineSettings settings)
        where TResponse : class => new() { Name = settings.Purpose, TimeProvider = timeProvider };

    private static TimeoutStrategyOptions TotalBudget(PipelineSettings settings) => new()
    {
        Timeout = settings.TotalTimeout,
        OnTimeout = static args =>
        {
            CallState.SetBudgetExpired(args.Context);
            return default;
        },
    };

    private RetryStrategyOptions<Exchange<TResponse>> Retry<TResponse>(PipelineSettings settings)
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
                || (args.Outcome.Exception is null && Transience.IsRetryable(args.Outcome.Result.Failure))),
        };

    private CircuitBreakerStrategyOptions<Exchange<TResponse>> Breaker<TResponse>(PipelineSettings settings, PurposeMonitor monitor)
        where TResponse : class
    {
        var state = new CircuitBreakerStateProvider();
        TimeSpan patience = settings.AttemptTimeout * PatienceShare;
        return new CircuitBreakerStrategyOptions<Exchange<TResponse>>
        {
            FailureRatio = settings.Client.FailureRatio,
            MinimumThroughput = settings.Client.MinimumThroughput,
            SamplingDuration = settings.Client.SamplingDuration,
            BreakDuration = settings.Client.BreakDuration,
            StateProvider = state,
            ShouldHandle = args => new ValueTask<bool>(args.Outcome.Exception switch
            {
                null => Transience.IsPostHogFailing(args.Outcome.Result.Failure),
                TimeoutRejectedException => true,

                // The total budget ran out; or callers leave because nothing comes, and would otherwise hide a PostHog that hangs;
                // or a caller took the probe away with it, which proves nothing and must not close the breaker.
                OperationCanceledException => !CallState.HasCallerLeft(args.Context)
                    || CallState.AttemptAge(args.Context, timeProvider) >= patience
                    || state.CircuitState == CircuitState.HalfOpen,
                _ => false,
            }),
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
