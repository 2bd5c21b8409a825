using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Events;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>
/// The only place that says what an answer means for the events that were sent.
/// <code>
/// answer                                 /batch/                            /i/v1/analytics/events
/// -------------------------------------  ---------------------------------  ----------------------------------
/// none, 408, 500, 502, 503, 504          again                              again
/// 429                                    again                              dropped
/// 400, 413                               halved; a single event is dropped  dropped
/// 401, 403                               stay, nothing is sent for 5 min    stay, nothing is sent for 5 min
/// 402                                    dropped                            dropped
/// 200                                    taken                              each event: "retry" again, else taken
/// anything else                          other 5xx again, else as 401       dropped; another 2xx taken
/// </code>
/// </summary>
internal static class DeliveryRules
{
    /// <summary>The pause after which events that were put off are sent again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>The pause while PostHog refuses the key, or something else than PostHog answers.</summary>
    public static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(5);

    /// <summary>How long an event is sent again and again.</summary>
    public static readonly TimeSpan LongestDelivery = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    public static DeliveryStep StepAfter(in WireAnswer<EventsResponse> answer, PostHogEventsProtocol protocol)
    {
        bool isBatch = protocol == PostHogEventsProtocol.Batch;
        return answer switch
        {
            { Value: { } response } => response.WantedAgain.Count == 0 ? DeliveryStep.Taken : DeliveryStep.Again,
            { Failure: WireFailure.SwitchedOff } => DeliveryStep.Drop,
            { StatusCode: null or 408 or 500 or 502 or 503 or 504 } => DeliveryStep.Again,
            { StatusCode: 429 } => isBatch ? DeliveryStep.Again : DeliveryStep.Drop,
            { StatusCode: 400 or 413 } => isBatch ? DeliveryStep.Halve : DeliveryStep.Drop,
            { StatusCode: 401 or 403 } => DeliveryStep.Refused,
            { StatusCode: 402 } => DeliveryStep.Drop,
            { StatusCode: >= 500 } => isBatch ? DeliveryStep.Again : DeliveryStep.Drop,
            _ => isBatch ? DeliveryStep.Refused : DeliveryStep.Drop,
        };
    }

    public static DropReason ReasonAfter(in WireAnswer<EventsResponse> answer) => answer.Failure switch
    {
        WireFailure.SwitchedOff => DropReason.SwitchedOff,
        WireFailure.QuotaLimited => DropReason.QuotaLimited,
        _ => answer.StatusCode == 413 ? DropReason.TooLarge : DropReason.Rejected,
    };

    /// <summary>The pause before a retry, not yet spread: it doubles each time.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public static TimeSpan DelayAfter(int attempt)
    {
        TimeSpan delay = FirstDelay * Math.Pow(2, attempt - 1);
        return delay < LongestDelay ? delay : LongestDelay;
    }

    /// <summary>The pause that PostHog asks for, within reason.</summary>
    public static TimeSpan Clamp(TimeSpan? retryAfter, PostHogEventsProtocol protocol)
    {
        TimeSpan longest = protocol == PostHogEventsProtocol.Batch ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(30);
        TimeSpan asked = retryAfter ?? TimeSpan.Zero;
        return asked < longest ? asked : longest;
    }
}
