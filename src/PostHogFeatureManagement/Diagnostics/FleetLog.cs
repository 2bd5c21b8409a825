using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Diagnostics;

/// <summary>Log messages about definitions that instances share. What <see cref="Log"/> says about its messages applies here too.</summary>
internal static partial class FleetLog
{
    [LoggerMessage(EventId = LogEvents.SharedDefinitionsNotAuthenticated, Level = LogLevel.Information,
        EventName = nameof(LogEvents.SharedDefinitionsNotAuthenticated), Message =
        "Flag definitions are shared without authentication: whatever can write to the distributed cache can change flags. Set PostHog:Cache:KeySecret, with the "
        + "same value in all instances")]
    public static partial void SharedDefinitionsNotAuthenticated(this ILogger logger);

    [LoggerMessage(EventId = LogEvents.SharingInterrupted, Level = LogLevel.Warning, EventName = nameof(LogEvents.SharingInterrupted), Message =
        "Flag definitions cannot be shared at the moment, because {Storage} does not answer. Until it does, each instance polls PostHog for itself")]
    public static partial void SharingInterrupted(this ILogger logger, string? storage);

    [LoggerMessage(EventId = LogEvents.SharingResumed, Level = LogLevel.Information, EventName = nameof(LogEvents.SharingResumed), Message =
        "Flag definitions are shared through {Storage} again")]
    public static partial void SharingResumed(this ILogger logger, string? storage);

    [LoggerMessage(EventId = LogEvents.SharedDefinitionsUnusable, Level = LogLevel.Warning, EventName = nameof(LogEvents.SharedDefinitionsUnusable), Message =
        "The shared copy of the flag definitions is not used: {Problem}. The next poll repairs it")]
    public static partial void SharedDefinitionsUnusable(this ILogger logger, string problem);

    [LoggerMessage(EventId = LogEvents.SharedDefinitionsTooLarge, Level = LogLevel.Warning, EventName = nameof(LogEvents.SharedDefinitionsTooLarge), Message =
        "The flag definitions ({Size} bytes) are too large to share: {Storage} takes {Limit} bytes after compression. Each instance polls PostHog for itself")]
    public static partial void SharedDefinitionsTooLarge(this ILogger logger, int size, string? storage, int limit);

    [LoggerMessage(EventId = LogEvents.PollsForAll, Level = LogLevel.Information, EventName = nameof(LogEvents.PollsForAll), Message =
        "This instance now polls PostHog for all that share its flag definitions")]
    public static partial void PollsForAll(this ILogger logger);

    [LoggerMessage(EventId = LogEvents.SharingBroke, Level = LogLevel.Error, EventName = nameof(LogEvents.SharingBroke), Message =
        "Sharing flag definitions failed unexpectedly. Trying again in the background")]
    public static partial void SharingBroke(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = LogEvents.DefinitionsFromFleet, Level = LogLevel.Warning, EventName = nameof(LogEvents.DefinitionsFromFleet), Message =
        "{Host} has sent no flag definitions. The application starts with {FlagCount} that another instance shared; PostHog last confirmed them {Age} ago")]
    public static partial void DefinitionsFromFleet(this ILogger logger, string host, int flagCount, string age);
}
