using Polly;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>
/// Sends an attempt when there is a slot for it, and tells the breaker how it ended. A hang shows only when the first attempts time out. Until then, it must not
/// hold as many attempts as may be in flight while PostHog answers. Retries are attempts, too.
/// </summary>
internal sealed class UnconfirmedLimit<TResponse>(AttemptSlots slots, EvaluationBreaker breaker, StallWatch stalls, TimeSpan patience)
    : ResilienceStrategy<WireAnswer<TResponse>>
    where TResponse : class
{
    protected override async ValueTask<Outcome<WireAnswer<TResponse>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<WireAnswer<TResponse>>>> callback,
        ResilienceContext context,
        TState state)
    {
        var call = CallState.Of(context);
        Slot? entered;
        try
        {
            // Probes are sent one at a time, whatever else is in flight.
            entered = call.IsProbe ? Slot.None : await EnterAsync(call, context.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<WireAnswer<TResponse>>(exception);
        }

        if (entered is not Slot slot)
        {
            return Outcome.FromResult(new WireAnswer<TResponse>(null, WireFailure.CircuitOpen));
        }

        StallWatch.Moment began = stalls.Now;
        var signal = HealthSignal.None;
        try
        {
            Outcome<WireAnswer<TResponse>> outcome = await callback(context, state).ConfigureAwait(false);
            signal = FailureRules.OfAttempt(outcome, stalls.Since(began), patience);
            return outcome;
        }
        finally
        {
            breaker.AttemptEnded(slot, signal, call.CallerHash);
        }
    }

    /// <summary>Waits for a slot. Null when the circuit is open, also for a retry of a call that began before.</summary>
    private async ValueTask<Slot?> EnterAsync(CallState call, CancellationToken cancellationToken)
    {
        ValueTask<Slot?> entering = slots.EnterAsync(cancellationToken);
        Slot? entered = entering.IsCompletedSuccessfully ? entering.Result : await WaitAsync(entering, call).ConfigureAwait(false);
        if (entered is not Slot slot || breaker.IsClosed)
        {
            return entered;
        }

        slots.Exit(slot, HealthSignal.None);
        return null;
    }

    private async ValueTask<Slot?> WaitAsync(ValueTask<Slot?> entering, CallState call)
    {
        StallWatch.Moment start = stalls.Now;
        try
        {
            return await entering.ConfigureAwait(false);
        }
        finally
        {
            call.AddWait(stalls.Since(start));
        }
    }
}
