using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Events;

/// <summary>The log messages about events. Like <see cref="Log"/>, they name neither people nor keys.</summary>
/// <remarks>They are written by hand, because the generator orders the classes of several files differently from build to build.</remarks>
internal static class EventsLog
{
    private static readonly Action<ILogger, long, string, Exception?> Dropped = LoggerMessage.Define<long, string>(
        LogLevel.Warning, Id(LogEvents.EventsDropped, nameof(EventsDropped)), "{Count} events were dropped, because {Cause}");

    private static readonly Action<ILogger, string, WireFailure, string, string, double, Exception?> NotSent =
        LoggerMessage.Define<string, WireFailure, string, string, double>(
            LogLevel.Warning,
            Id(LogEvents.EventsNotSent, nameof(EventsNotSent)),
            "PostHog at {Host} did not take events: {Failure}, {Cause}. {Advice}. They are sent again in {Seconds} s at the earliest");

    private static readonly Action<ILogger, string, WireFailure, string, string, double, Exception?> Refused =
        LoggerMessage.Define<string, WireFailure, string, string, double>(
            LogLevel.Error,
            Id(LogEvents.EventsRefused, nameof(EventsRefused)),
            "PostHog at {Host} refuses events: {Failure}, {Cause}. {Advice}. None is sent for {Seconds} s");

    private static readonly Action<ILogger, string, Exception?> SentAgain = LoggerMessage.Define<string>(
        LogLevel.Information, Id(LogEvents.EventsSentAgain, nameof(EventsSentAgain)), "PostHog at {Host} takes events again");

    private static readonly Action<ILogger, string, Guid, string, Exception?> Rejected = LoggerMessage.Define<string, Guid, string>(
        LogLevel.Warning, Id(LogEvents.EventRejected, nameof(EventRejected)), "PostHog rejected the event {EventName} ({Uuid}), {Cause}, and it was dropped");

    private static readonly Action<ILogger, string, int, Exception?> TooLarge = LoggerMessage.Define<string, int>(
        LogLevel.Warning,
        Id(LogEvents.EventTooLarge, nameof(EventTooLarge)),
        "The event {EventName} has {Size} bytes, more than PostHog takes, and it was dropped");

    private static readonly Action<ILogger, string, Exception?> HookBroke = LoggerMessage.Define<string>(
        LogLevel.Error, Id(LogEvents.EventHookBroke, nameof(EventHookBroke)), "Events:BeforeSend failed for the event {EventName}, which was dropped");

    private static readonly Action<ILogger, string, Exception?> WithoutId = LoggerMessage.Define<string>(
        LogLevel.Warning,
        Id(LogEvents.EventWithoutId, nameof(EventWithoutId)),
        "The event {EventName} was not kept, because its caller has no distinct id. Pass a context with one");

    private static readonly Action<ILogger, long, string, Exception?> LeftAtStop = LoggerMessage.Define<long, string>(
        LogLevel.Warning,
        Id(LogEvents.EventsLeftAtStop, nameof(EventsLeftAtStop)),
        "{Count} events were not sent before the application stopped. {Setting} limits how long it waits");

    private static readonly Action<ILogger, Exception?> Broke = LoggerMessage.Define(
        LogLevel.Error, Id(LogEvents.EventsBroke, nameof(EventsBroke)), "Sending events failed unexpectedly and goes on");

    public static void EventsDropped(this ILogger logger, long count, string cause) => Dropped(logger, count, cause, null);

    public static void EventsNotSent(this ILogger logger, string host, WireFailure failure, string cause, string advice, double seconds) =>
        NotSent(logger, host, failure, cause, advice, seconds, null);

    public static void EventsRefused(this ILogger logger, string host, WireFailure failure, string cause, string advice, double seconds) =>
        Refused(logger, host, failure, cause, advice, seconds, null);

    public static void EventsSentAgain(this ILogger logger, string host) => SentAgain(logger, host, null);

    public static void EventRejected(this ILogger logger, string eventName, Guid uuid, string cause) => Rejected(logger, eventName, uuid, cause, null);

    public static void EventTooLarge(this ILogger logger, string eventName, int size) => TooLarge(logger, eventName, size, null);

    public static void EventHookBroke(this ILogger logger, string eventName, Exception exception) => HookBroke(logger, eventName, exception);

    public static void EventWithoutId(this ILogger logger, string eventName) => WithoutId(logger, eventName, null);

    public static void EventsLeftAtStop(this ILogger logger, long count, string setting) => LeftAtStop(logger, count, setting, null);

    public static void EventsBroke(this ILogger logger, Exception exception) => Broke(logger, exception);

    private static EventId Id(int id, string name) => new(id, name);
}
