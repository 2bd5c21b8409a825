using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Diagnostics;

/// <summary>Requests to PostHog: the kind of trouble and the purpose, never keys, addresses or bodies.</summary>
internal static partial class Log
{
    [LoggerMessage(LogEvents.BreakerOpened, LogLevel.Warning, "PostHog is not asked for {Purpose} for {Seconds} s: {Cause}", EventName = nameof(LogEvents.BreakerOpened))]
    public static partial void BreakerOpened(this ILogger logger, string purpose, string cause, double seconds);

    [LoggerMessage(LogEvents.BreakerClosed, LogLevel.Information, "PostHog is asked for {Purpose} again", EventName = nameof(LogEvents.BreakerClosed))]
    public static partial void BreakerClosed(this ILogger logger, string purpose);

    [LoggerMessage(LogEvents.PostHogRefuses, LogLevel.Warning, "PostHog refuses requests for {Purpose}: {Failure}", EventName = nameof(LogEvents.PostHogRefuses))]
    public static partial void PostHogRefuses(this ILogger logger, string purpose, string failure);

    [LoggerMessage(LogEvents.PostHogAccepts, LogLevel.Information, "PostHog accepts requests for {Purpose} again", EventName = nameof(LogEvents.PostHogAccepts))]
    public static partial void PostHogAccepts(this ILogger logger, string purpose);

    [LoggerMessage(LogEvents.AttemptBroke, LogLevel.Debug, "An attempt at {Purpose} broke: {Failure}", EventName = nameof(LogEvents.AttemptBroke))]
    public static partial void AttemptBroke(this ILogger logger, string purpose, string failure);

    [LoggerMessage(LogEvents.RateLimitNear, LogLevel.Warning, "PostHog says that most of this project's rate limit for flag requests is used", EventName = nameof(LogEvents.RateLimitNear))]
    public static partial void RateLimitNear(this ILogger logger);

    [LoggerMessage(LogEvents.SharedBreakerLookFailed, LogLevel.Debug, "What other instances say of PostHog could not be read: {Failure}", EventName = nameof(LogEvents.SharedBreakerLookFailed))]
    public static partial void SharedBreakerLookFailed(this ILogger logger, string failure);

    [LoggerMessage(LogEvents.RequestUnwritable, LogLevel.Error, "The properties of a PostHog context could not be written; PostHog is not asked for it", EventName = nameof(LogEvents.RequestUnwritable))]
    public static partial void RequestUnwritable(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.PayloadMalformed, LogLevel.Warning, "The payload of flag {FlagKey} is not JSON, so it is given out as plain text. Write it in PostHog as JSON, text within double quotes; an encrypted payload cannot be read here", EventName = nameof(LogEvents.PayloadMalformed))]
    public static partial void PayloadMalformed(this ILogger logger, string flagKey);
}
