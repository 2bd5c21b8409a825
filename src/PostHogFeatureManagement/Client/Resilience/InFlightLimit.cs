using Polly;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Limits the calls in flight. A call beyond the limit is refused at once and never queued, because its caller has an older answer.</summary>
internal sealed class InFlightLimit<TResponse>(int limit) : ResilienceStrategy<WireAnswer<TResponse>>
    where TResponse : class
{
    private int _inFlight;

    protected override async ValueTask<Outcome<WireAnswer<TResponse>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<WireAnswer<TResponse>>>> callback,
        ResilienceContext context,
        TState state)
    {
        try
        {
            return Interlocked.Increment(ref _inFlight) > limit
                ? Outcome.FromResult(new WireAnswer<TResponse>(null, WireFailure.Overloaded))
                : await callback(context, state).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
