using Polly;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>The state that the strategies of one call share through its <see cref="ResilienceContext"/>.</summary>
internal static class CallState
{
    private static readonly ResiliencePropertyKey<CancellationToken> Caller = new("posthog.caller");
    private static readonly ResiliencePropertyKey<CancellationToken> Place = new("posthog.place");
    private static readonly ResiliencePropertyKey<long> AttemptBegan = new("posthog.attempt_began");
    private static readonly ResiliencePropertyKey<bool> Probe = new("posthog.probe");
    private static readonly ResiliencePropertyKey<TimeSpan> Wait = new("posthog.wait");

    public static void SetCaller(ResilienceContext context, CancellationToken caller) => context.Properties.Set(Caller, caller);

    /// <summary>Whether the caller left. Any other cancellation is a time-out of the pipeline.</summary>
    public static bool HasCallerLeft(ResilienceContext context) =>
        context.Properties.TryGetValue(Caller, out CancellationToken caller) && caller.IsCancellationRequested;

    public static void SetPlaceToken(ResilienceContext context, CancellationToken token) => context.Properties.Set(Place, token);

    /// <summary>Cancelled when the call need not begin any more.</summary>
    public static CancellationToken PlaceToken(ResilienceContext context) => context.Properties.GetValue(Place, CancellationToken.None);

    public static void BeginAttempt(ResilienceContext context, TimeProvider timeProvider) =>
        context.Properties.Set(AttemptBegan, timeProvider.GetTimestamp());

    /// <summary>How long the current attempt has waited for PostHog.</summary>
    public static TimeSpan AttemptAge(ResilienceContext context, TimeProvider timeProvider) =>
        context.Properties.TryGetValue(AttemptBegan, out long began) ? timeProvider.GetElapsedTime(began) : TimeSpan.Zero;

    public static void SetProbe(ResilienceContext context) => context.Properties.Set(Probe, true);

    /// <summary>Whether this call probes if PostHog is back.</summary>
    public static bool IsProbe(ResilienceContext context) => context.Properties.GetValue(Probe, false);

    public static void AddWait(ResilienceContext context, TimeSpan time) => context.Properties.Set(Wait, Waited(context) + time);

    /// <summary>How long the call has waited for a place and for slots.</summary>
    public static TimeSpan Waited(ResilienceContext context) => context.Properties.GetValue(Wait, TimeSpan.Zero);
}
