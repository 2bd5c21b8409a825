using Polly;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Begins a call when it has a place. The wait belongs neither to the call's budget nor to its duration.</summary>
internal sealed class InFlightLimit<TResponse>(Places places, EvaluationBreaker breaker, StallWatch stalls) : ResilienceStrategy<WireAnswer<TResponse>>
    where TResponse : class
{
    protected override async ValueTask<Outcome<WireAnswer<TResponse>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<WireAnswer<TResponse>>>> callback,
        ResilienceContext context,
        TState state)
    {
        var call = CallState.Of(context);
        WireFailure refusal;
        try
        {
            ValueTask<WireFailure> entering = places.EnterAsync(call.IsProbe, call.Wanted, context.CancellationToken);
            if (!entering.IsCompleted && !breaker.IsClosed)
            {
                // The circuit opened after it admitted the call and before the call joined the line.
                places.Dismiss(WireFailure.CircuitOpen);
            }

            refusal = await entering.ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<WireAnswer<TResponse>>(exception);
        }

        if (refusal != WireFailure.None)
        {
            return Outcome.FromResult(new WireAnswer<TResponse>(null, refusal));
        }

        call.Begin(stalls);
        try
        {
            Outcome<WireAnswer<TResponse>> outcome = await callback(context, state).ConfigureAwait(false);
            if (outcome.Exception is null && outcome.Result.Failure == WireFailure.QuotaLimited)
            {
                // The whole line would get the same answer.
                places.Dismiss(WireFailure.QuotaLimited);
            }

            return outcome;
        }
        finally
        {
            places.Exit();
        }
    }
}
