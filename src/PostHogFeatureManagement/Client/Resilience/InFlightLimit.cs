using Polly;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Limits the calls in flight. A call beyond the limit is refused at once and never queued, because its caller has an older answer.</summary>
internal sealed class InFlightLimit<TResponse>(int limit) : ResilienceStrategy<Exchange<TResponse>>
    where TResponse : class
{
    private int _inFlight;

    protected override async ValueTask<Outcome<Exchange<TResponse>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<Exchange<TResponse>>>> callback,
        ResilienceContext context,
        TState state)
    {
        try
        {
            return Interlocked.Increment(ref _inFlight) > limit
                ? Outcome.FromResult(new Exchange<TResponse>(null, FailureKind.Overloaded))
                : await callback(context, state).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
