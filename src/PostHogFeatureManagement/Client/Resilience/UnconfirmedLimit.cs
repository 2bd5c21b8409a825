using Polly;
using PostHogFeatureManagement.Client.Resilience.Breaker;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>
/// Lets an attempt go out when the circuit has a place for it. A hang shows only when the first attempts time out; until then it must not swallow as many as may be under way when
/// PostHog answers. Retries are attempts, too.
/// </summary>
internal sealed class UnconfirmedLimit<TResponse>(EvaluationCircuit circuit, AttemptRules judge, TimeProvider timeProvider) : ResilienceStrategy<Exchange<TResponse>>
    where TResponse : class
{
    protected override async ValueTask<Outcome<Exchange<TResponse>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<Exchange<TResponse>>>> callback,
        ResilienceContext context,
        TState state)
    {
        Slot? entered;
        try
        {
            ValueTask<Slot?> entering = circuit.EnterAttemptAsync(CallState.IsProbe(context), context.CancellationToken);
            entered = entering.IsCompletedSuccessfully ? entering.Result : await WaitAsync(entering, context).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<Exchange<TResponse>>(exception);
        }

        if (entered is not Slot place)
        {
            return Outcome.FromResult(new Exchange<TResponse>(null, FailureKind.CircuitOpen));
        }

        var evidence = HealthSignal.None;
        try
        {
            Outcome<Exchange<TResponse>> outcome = await callback(context, state).ConfigureAwait(false);
            evidence = judge.Judge(outcome, context);
            return outcome;
        }
        finally
        {
            circuit.ExitAttempt(place, evidence);
        }
    }

    private async ValueTask<Slot?> WaitAsync(ValueTask<Slot?> entering, ResilienceContext context)
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
