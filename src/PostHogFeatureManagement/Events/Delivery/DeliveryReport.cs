using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>Tells what changes about the delivery of events: the first failure of each kind, and that PostHog takes events again. Thread-safe.</summary>
internal sealed class DeliveryReport(FailureText text, LogThrottle throttle, ILogger<EventSender> logger)
{
    private readonly Lock _lock = new();
    private readonly HashSet<WireFailure> _told = [];

    public void Taken()
    {
        lock (_lock)
        {
            if (_told.Count == 0)
            {
                return;
            }

            _told.Clear();
        }

        logger.EventsSentAgain(text.Host);
    }

    public void PutOff(in WireAnswer<EventsResponse> answer, DeliveryStep step, TimeSpan pause)
    {
        if (!IsNews(answer.Failure))
        {
            return;
        }

        string advice = text.AdviceForEvents(answer.Failure);
        if (step == DeliveryStep.Refused)
        {
            logger.EventsRefused(text.Host, answer.Failure, FailureText.Cause(answer), advice, pause.TotalSeconds);
        }
        else
        {
            logger.EventsNotSent(text.Host, answer.Failure, FailureText.Cause(answer), advice, pause.TotalSeconds);
        }
    }

    public void Rejected(PreparedEvent rejected, in WireAnswer<EventsResponse> answer)
    {
        if (throttle.IsDue(LogEvents.EventRejected, rejected.Wire.Name))
        {
            logger.EventRejected(rejected.Wire.Name, rejected.Wire.Uuid, FailureText.Cause(answer));
        }
    }

    private bool IsNews(WireFailure failure)
    {
        lock (_lock)
        {
            return _told.Add(failure);
        }
    }
}
