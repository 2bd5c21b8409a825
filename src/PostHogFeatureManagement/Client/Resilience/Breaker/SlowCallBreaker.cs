using Polly;
using Polly.CircuitBreaker;

namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>
/// The outermost strategy of the evaluation pipeline. It measures the whole call with its retries, but without the time spent waiting for a slot. Polly's own
/// breaker does not measure durations and needs two calls to open. A slow success still reaches its caller.
/// </summary>
internal sealed class SlowCallBreaker<TResponse>(EvaluationCircuit circuit) : ResilienceStrategy<WireAnswer<TResponse>>
    where TResponse : class
{
    protected override async ValueTask<Outcome<WireAnswer<TResponse>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<WireAnswer<TResponse>>>> callback,
        ResilienceContext context,
        TState state)
    {
        if (circuit.TryEnter() is not CircuitPass pass)
        {
            return Outcome.FromResult(new WireAnswer<TResponse>(null, WireFailure.CircuitOpen));
        }

        if (pass.IsProbe)
        {
            CallState.SetProbe(context);
        }

        var signal = HealthSignal.None;
        TimeSpan? retryAfter = null;
        try
        {
            Outcome<WireAnswer<TResponse>> outcome = await callback(context, state).ConfigureAwait(false);
            signal = SignalOf(outcome, context);
            retryAfter = signal == HealthSignal.Failure ? outcome.Result.RetryAfter : null;
            return outcome;
        }
        finally
        {
            circuit.Exit(pass, new CompletedCall(signal, CallState.Waited(context), retryAfter));
        }
    }

    private static HealthSignal SignalOf(Outcome<WireAnswer<TResponse>> outcome, ResilienceContext context) => outcome.Exception switch
    {
        null when FailureRules.WasNotSent(outcome.Result.Failure) => HealthSignal.None,
        null => FailureRules.IsPostHogFailing(outcome.Result.Failure) ? HealthSignal.Failure : HealthSignal.Success,
        BrokenCircuitException => HealthSignal.None,
        OperationCanceledException when CallState.HasCallerLeft(context) => HealthSignal.None,
        _ => HealthSignal.Failure,
    };
}
