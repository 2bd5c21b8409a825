using Polly;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>What the strategies of one call know of it together. It travels in Polly's <see cref="ResilienceContext"/>.</summary>
/// <param name="callerHash">Tells callers apart, whichever flags they ask for.</param>
/// <param name="wanted">Cancelled when the call need not begin any more.</param>
/// <param name="caller">Cancelled when the caller leaves. Any other cancellation is a time-out of the pipeline.</param>
internal sealed class CallState(int callerHash, CancellationToken wanted, CancellationToken caller)
{
    private static readonly ResiliencePropertyKey<CallState> Key = new("posthog.call");
    private StallWatch.Moment? _began;
    private TimeSpan _waited;
    private int _attempts;

    public CancellationToken Caller => caller;

    public CancellationToken Wanted => wanted;

    public int CallerHash => callerHash;

    public bool HasCallerLeft => caller.IsCancellationRequested;

    /// <summary>Whether this call probes if PostHog is back.</summary>
    public bool IsProbe { get; set; }

    /// <summary>How many attempts followed the first.</summary>
    public int Retries => Math.Max(_attempts - 1, 0);

    public static CallState Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    public void Attach(ResilienceContext context) => context.Properties.Set(Key, this);

    public void AttemptBegins() => _attempts++;

    /// <summary>The call has a place, and its time runs.</summary>
    public void Begin(StallWatch stalls) => _began = stalls.Now;

    /// <summary>It waited for other calls, which says nothing about its own answer.</summary>
    public void AddWait(TimeSpan time) => _waited += time;

    /// <summary>How long it took so far, without waiting and without the time in which this process stood still.</summary>
    public TimeSpan Duration(StallWatch stalls) => _began is { } began ? stalls.Since(began) - _waited : TimeSpan.Zero;
}
