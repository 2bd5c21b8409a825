using Polly;
using PostHogFeatureManagement.Client.Resilience.Breaker;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>
/// Sends an attempt when the circuit has a slot for it. A hang shows only when the first attempts time out. Until then, it must not hold as many attempts as
/// may be in flight while PostHog answers. Retries are attempts, too.
/// </summary>
internal sealed class UnconfirmedLimit<TResponse>(EvaluationCircuit circuit, AttemptRules rules, TimeProvider timeProvider)
    : ResilienceStrategy<WireAnswer<TResponse>>
    where TResponse : class
{
    protected override async ValueTask<Outcome<WireAnswer<TResponse>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<WireAnswer<TResponse>>>> callback,
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
            return Outcome.FromException<WireAnswer<TResponse>>(exception);
        }

        if (entered is not Slot slot)
        {
            return Outcome.FromResult(new WireAnswer<TResponse>(null, WireFailure.CircuitOpen));
        }

        var signal = HealthSignal.None;
        try
        {
            Outcome<WireAnswer<TResponse>> outcome = await callback(context, state).ConfigureAwait(false);
            signal = rules.SignalOf(outcome, context);
            return outcome;
        }
        finally
        {
            circuit.ExitAttempt(slot, signal);
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
