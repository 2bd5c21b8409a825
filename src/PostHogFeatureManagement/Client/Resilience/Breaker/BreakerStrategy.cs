using Polly;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>
/// The outermost strategy of the evaluation pipeline: admits the call, measures it with its retries, and tells the breaker how it ended. Polly's own breaker
/// knows no durations and needs two calls to open. A slow success still reaches its caller.
/// </summary>
internal sealed class BreakerStrategy<TResponse>(EvaluationBreaker breaker, StallWatch stalls, TimeSpan patience) : ResilienceStrategy<WireAnswer<TResponse>>
    where TResponse : class
{
    protected override async ValueTask<Outcome<WireAnswer<TResponse>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<WireAnswer<TResponse>>>> callback,
        ResilienceContext context,
        TState state)
    {
        if (!breaker.TryEnter(out long probe))
        {
            return Outcome.FromResult(new WireAnswer<TResponse>(null, WireFailure.CircuitOpen));
        }

        var call = CallState.Of(context);
        call.IsProbe = probe != 0;
        var signal = HealthSignal.None;
        TimeSpan duration = TimeSpan.Zero;
        TimeSpan? retryAfter = null;
        stalls.CallBegins();
        try
        {
            Outcome<WireAnswer<TResponse>> outcome = await callback(context, state).ConfigureAwait(false);
            duration = call.Duration(stalls);
            signal = FailureRules.OfCall(outcome, call, duration, patience);
            retryAfter = signal == HealthSignal.Failure ? outcome.Result.RetryAfter : null;
            return outcome;
        }
        finally
        {
            stalls.CallEnds();
            breaker.CallEnded(probe, signal, duration, retryAfter);
        }
    }
}
