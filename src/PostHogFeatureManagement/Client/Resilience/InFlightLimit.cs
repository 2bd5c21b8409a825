using Polly;
using PostHogFeatureManagement.Client.Resilience.Breaker;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Begins a call when it has a place. The wait belongs neither to the call's budget nor to its duration.</summary>
internal sealed class InFlightLimit<TResponse>(EvaluationCircuit circuit, TimeProvider timeProvider) : ResilienceStrategy<WireAnswer<TResponse>>
    where TResponse : class
{
    protected override async ValueTask<Outcome<WireAnswer<TResponse>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<WireAnswer<TResponse>>>> callback,
        ResilienceContext context,
        TState state)
    {
        WireFailure refusal;
        try
        {
            ValueTask<WireFailure> entering = circuit.EnterAsync(CallState.IsProbe(context), CallState.PlaceToken(context), context.CancellationToken);
            refusal = entering.IsCompletedSuccessfully ? entering.Result : await WaitAsync(entering, context).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<WireAnswer<TResponse>>(exception);
        }

        if (refusal != WireFailure.None)
        {
            return Outcome.FromResult(new WireAnswer<TResponse>(null, refusal));
        }

        try
        {
            return await callback(context, state).ConfigureAwait(false);
        }
        finally
        {
            circuit.Leave();
        }
    }

    private async ValueTask<WireFailure> WaitAsync(ValueTask<WireFailure> entering, ResilienceContext context)
    {
        long start = timeProvider.GetTimestamp();
        try
        {
            return await entering.ConfigureAwait(false);
        }
        finally
        {
            CallState.AddWait(context, timeProvider.GetElapsedTime(start));
        }
    }
}
