using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Diagnostics;

/// <summary>
/// All log messages, in the order of <see cref="LogEvents"/>. They contain causes, flag keys and PostHog's host, but never people, secrets, paths or bodies. They
/// contain no cache keys either: without a key secret, anyone who knows a person could look for their key.
/// </summary>
/// <remarks>This class is one file because the generator orders the parts of a partial class differently from build to build.</remarks>
internal static partial class Log
{
    [LoggerMessage(
        LogEvents.BreakerOpened, LogLevel.Warning,
        "Circuit for {Purpose} at {Host} opened for {Seconds} s: {Cause}",
        EventName = nameof(LogEvents.BreakerOpened))]
    public static partial void BreakerOpened(this ILogger logger, string purpose, string host, string cause, double seconds);

    [LoggerMessage(LogEvents.BreakerClosed, LogLevel.Information, "Circuit for {Purpose} closed", EventName = nameof(LogEvents.BreakerClosed))]
    public static partial void BreakerClosed(this ILogger logger, string purpose);

    [LoggerMessage(
        LogEvents.EvaluationFailed, LogLevel.Warning,
        "PostHog at {Host} did not evaluate flags: {Failure}, {Cause}. {Advice}",
        EventName = nameof(LogEvents.EvaluationFailed))]
    public static partial void EvaluationFailed(this ILogger logger, string host, Enum failure, string cause, string advice);

    [LoggerMessage(
        LogEvents.EvaluationRecovered, LogLevel.Information,
        "PostHog at {Host} evaluates flags again",
        EventName = nameof(LogEvents.EvaluationRecovered))]
    public static partial void EvaluationRecovered(this ILogger logger, string host);

    [LoggerMessage(LogEvents.AttemptBroke, LogLevel.Debug, "An attempt at {Purpose} failed: {Failure}", EventName = nameof(LogEvents.AttemptBroke))]
    public static partial void AttemptBroke(this ILogger logger, string purpose, string failure);

    [LoggerMessage(
        LogEvents.RateLimitNear, LogLevel.Warning,
        "PostHog reports that this project has used most of its rate limit for flag requests",
        EventName = nameof(LogEvents.RateLimitNear))]
    public static partial void RateLimitNear(this ILogger logger);

    [LoggerMessage(
        LogEvents.SharedBreakerLookFailed, LogLevel.Debug,
        "Could not exchange circuit reports with other instances: {Failure}",
        EventName = nameof(LogEvents.SharedBreakerLookFailed))]
    public static partial void SharedBreakerLookFailed(this ILogger logger, string failure);

    [LoggerMessage(
        LogEvents.PayloadMalformed, LogLevel.Warning,
        "The payload of flag {FlagKey} is not JSON and is returned as plain text. "
        + "Write JSON in PostHog, with text in double quotes; encrypted payloads cannot be read here",
        EventName = nameof(LogEvents.PayloadMalformed))]
    public static partial void PayloadMalformed(this ILogger logger, string flagKey);

    [LoggerMessage(EventId = LogEvents.DefinitionsLoaded, Level = LogLevel.Information, EventName = nameof(LogEvents.DefinitionsLoaded), Message =
        "Loaded {FlagCount} flag definitions (version {Generation}, from {Source})")]
    public static partial void DefinitionsLoaded(this ILogger logger, int flagCount, long generation, DefinitionsSource source);

    [LoggerMessage(EventId = LogEvents.DefinitionsFailed, Level = LogLevel.Warning, EventName = nameof(LogEvents.DefinitionsFailed), Message =
        "Could not refresh flag definitions from {Host}: {Failure}, {Cause}. {Advice}. "
        + "Earlier definitions in use: {HasDefinitions}. Retrying in the background")]
    public static partial void DefinitionsFailed(this ILogger logger, string host, Enum failure, string cause, string advice, bool hasDefinitions);

    [LoggerMessage(EventId = LogEvents.DefinitionsRecovered, Level = LogLevel.Information, EventName = nameof(LogEvents.DefinitionsRecovered), Message =
        "Flag definitions are refreshed again from {Host}")]
    public static partial void DefinitionsRecovered(this ILogger logger, string host);

    [LoggerMessage(EventId = LogEvents.DefinitionsProblem, Level = LogLevel.Warning, EventName = nameof(LogEvents.DefinitionsProblem), Message =
        "The definition of flag {FlagKey} has a problem, {Problem}: {Detail} Other flags are not affected")]
    public static partial void DefinitionsProblem(this ILogger logger, string? flagKey, Enum problem, string detail);

    [LoggerMessage(EventId = LogEvents.DefinitionsNeedServer, Level = LogLevel.Information, EventName = nameof(LogEvents.DefinitionsNeedServer), Message =
        "Flag {FlagKey} cannot be evaluated in this process: {Cause}")]
    public static partial void DefinitionsNeedServer(this ILogger logger, string flagKey, FlagReason? cause);

    [LoggerMessage(EventId = LogEvents.DefinitionsUnreadable, Level = LogLevel.Warning, EventName = nameof(LogEvents.DefinitionsUnreadable), Message =
        "The response of {Host} is not flag definitions: {Error} Is {Setting} the address of a PostHog server?")]
    public static partial void DefinitionsUnreadable(this ILogger logger, string host, string? error, string setting);

    [LoggerMessage(EventId = LogEvents.DefinitionsNotReady, Level = LogLevel.Warning, EventName = nameof(LogEvents.DefinitionsNotReady), Message =
        "No flag definitions arrived from {Host} within {StartupTimeout}. "
        + "The application starts without them; until they arrive, PostHog or configuration answers")]
    public static partial void DefinitionsNotReady(this ILogger logger, string host, TimeSpan startupTimeout);

    [LoggerMessage(EventId = LogEvents.DefinitionsRefreshBroke, Level = LogLevel.Error, EventName = nameof(LogEvents.DefinitionsRefreshBroke), Message =
        "Refreshing flag definitions failed unexpectedly. Retrying in the background")]
    public static partial void DefinitionsRefreshBroke(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = LogEvents.DefinitionsMoreProblems, Level = LogLevel.Warning, EventName = nameof(LogEvents.DefinitionsMoreProblems), Message =
        "... and {Count} more problems in the definitions")]
    public static partial void DefinitionsMoreProblems(this ILogger logger, int count);

    [LoggerMessage(EventId = LogEvents.DefinitionsMoreNeedServer, Level = LogLevel.Information, EventName = nameof(LogEvents.DefinitionsMoreNeedServer), Message =
        "... and {Count} more flags cannot be evaluated in this process")]
    public static partial void DefinitionsMoreNeedServer(this ILogger logger, int count);

    [LoggerMessage(EventId = LogEvents.DefinitionsHandlerBroke, Level = LogLevel.Error, EventName = nameof(LogEvents.DefinitionsHandlerBroke), Message =
        "Code of the application that is told of changed flag definitions failed. The new definitions are in use")]
    public static partial void DefinitionsHandlerBroke(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = LogEvents.DefinitionsFromFile, Level = LogLevel.Warning, EventName = nameof(LogEvents.DefinitionsFromFile), Message =
        "{Host} has sent no flag definitions. The application starts with {FlagCount} from a file ({Source}), which PostHog sent {Age} ago")]
    public static partial void DefinitionsFromFile(this ILogger logger, string host, int flagCount, DefinitionsSource source, string age);

    [LoggerMessage(EventId = LogEvents.DefinitionsFileRefused, Level = LogLevel.Warning, EventName = nameof(LogEvents.DefinitionsFileRefused), Message =
        "The file of {Setting} is not used: it {Problem}")]
    public static partial void DefinitionsFileRefused(this ILogger logger, string setting, string problem);

    [LoggerMessage(EventId = LogEvents.LastGoodFileNotWritten, Level = LogLevel.Warning, EventName = nameof(LogEvents.LastGoodFileNotWritten), Message =
        "The file of {Setting} cannot be written ({Failure}), so a restart in an outage has no definitions from it. Is its folder there and writable?")]
    public static partial void LastGoodFileNotWritten(this ILogger logger, string setting, string failure);

    [LoggerMessage(EventId = LogEvents.SharedCopyOpen, Level = LogLevel.Information, EventName = nameof(LogEvents.SharedCopyOpen), Message =
        "Flag definitions are shared without authentication: what can write to the distributed cache can change flags. Set the same PostHog:Cache:KeySecret everywhere")]
    public static partial void SharedCopyOpen(this ILogger logger);

    [LoggerMessage(EventId = LogEvents.SharingInterrupted, Level = LogLevel.Warning, EventName = nameof(LogEvents.SharingInterrupted), Message =
        "Flag definitions cannot be shared at the moment, because {Storage} does not answer. Until it does, each instance polls PostHog for itself")]
    public static partial void SharingInterrupted(this ILogger logger, string? storage);

    [LoggerMessage(EventId = LogEvents.SharingResumed, Level = LogLevel.Information, EventName = nameof(LogEvents.SharingResumed), Message =
        "Flag definitions are shared through {Storage} again")]
    public static partial void SharingResumed(this ILogger logger, string? storage);

    [LoggerMessage(EventId = LogEvents.SharedCopyUnusable, Level = LogLevel.Warning, EventName = nameof(LogEvents.SharedCopyUnusable), Message =
        "The shared copy of the flag definitions is not used: {Problem}. The next poll repairs it")]
    public static partial void SharedCopyUnusable(this ILogger logger, string problem);

    [LoggerMessage(EventId = LogEvents.SharedCopyTooLarge, Level = LogLevel.Warning, EventName = nameof(LogEvents.SharedCopyTooLarge), Message =
        "The flag definitions ({Size} bytes) are too large to share: {Storage} takes {Limit} bytes after compression. Each instance polls PostHog for itself")]
    public static partial void SharedCopyTooLarge(this ILogger logger, int size, string? storage, int limit);

    [LoggerMessage(EventId = LogEvents.PollsForAll, Level = LogLevel.Information, EventName = nameof(LogEvents.PollsForAll), Message =
        "This instance now polls PostHog for all that share its flag definitions")]
    public static partial void PollsForAll(this ILogger logger);

    [LoggerMessage(EventId = LogEvents.SharingBroke, Level = LogLevel.Error, EventName = nameof(LogEvents.SharingBroke), Message =
        "Sharing flag definitions failed unexpectedly. Trying again in the background")]
    public static partial void SharingBroke(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = LogEvents.DefinitionsFromFleet, Level = LogLevel.Warning, EventName = nameof(LogEvents.DefinitionsFromFleet), Message =
        "{Host} has sent no flag definitions. The application starts with {FlagCount} that another instance shared; PostHog last confirmed them {Age} ago")]
    public static partial void DefinitionsFromFleet(this ILogger logger, string host, int flagCount, string age);

    [LoggerMessage(EventId = LogEvents.EndpointsNotMapped, Level = LogLevel.Error, EventName = nameof(LogEvents.EndpointsNotMapped), Message =
        "MapPostHog() mapped no endpoints, because {Prefix} is no route prefix. An example of one is /posthog")]
    public static partial void EndpointsNotMapped(this ILogger logger, string prefix);

    [LoggerMessage(EventId = LogEvents.UnitBudgetExceeded, Level = LogLevel.Warning, EventName = nameof(LogEvents.UnitBudgetExceeded), Message =
        "At this rate, the requests of this instance cost {Projected} of PostHog's units in 30 days, more than {Setting} ({Budget}). "
        + "Raise Definitions:PollInterval or Cache:FreshFor, or raise the budget")]
    public static partial void UnitBudgetExceeded(this ILogger logger, long projected, string setting, long budget);

    [LoggerMessage(EventId = LogEvents.FlagDecisionBroke, Level = LogLevel.Error, EventName = nameof(LogEvents.FlagDecisionBroke), Message =
        "Deciding flag {FlagKey} failed unexpectedly; configuration answers instead")]
    public static partial void FlagDecisionBroke(this ILogger logger, string flagKey, Exception exception);

    [LoggerMessage(EventId = LogEvents.PropertyLeftOut, Level = LogLevel.Warning, EventName = nameof(LogEvents.PropertyLeftOut), Message =
        "The property {PropertyName} counts as missing, because its value, a {PropertyType}, cannot be sent to PostHog or is too large. "
        + "The documentation of PostHogContext.PersonProperties lists what a value can be")]
    public static partial void PropertyLeftOut(this ILogger logger, string propertyName, Type propertyType);

    [LoggerMessage(EventId = LogEvents.CallerWithoutId, Level = LogLevel.Warning, EventName = nameof(LogEvents.CallerWithoutId), Message =
        "Flags are checked for a caller without an id. Without PostHog:SecretKey, PostHog is not asked about such callers, so the configuration answers or the flag "
        + "is off. Set PostHog:SecretKey, or give callers an id: by signing in, by the posthog-js cookie, or outside requests by PostHog:Identity:ServiceDistinctId")]
    public static partial void CallerWithoutId(this ILogger logger);

    [LoggerMessage(
        LogEvents.Started, LogLevel.Information,
        "PostHog's flags {Mode}. Host: {Host}. Cache: {Cache}. Definitions: {Definitions}",
        EventName = nameof(LogEvents.Started))]
    public static partial void Started(this ILogger logger, string mode, string host, string cache, string definitions);

    [LoggerMessage(EventId = LogEvents.IdTooLong, Level = LogLevel.Warning, EventName = nameof(LogEvents.IdTooLong), Message =
        "A caller's ID is too long. The first {Cut} characters of a distinct ID count; any other ID or group key of more than {Limit} counts as missing")]
    public static partial void IdTooLong(this ILogger logger, int cut, int limit);

    [LoggerMessage(EventId = LogEvents.DistributedCachePaused, Level = LogLevel.Warning, EventName = nameof(LogEvents.DistributedCachePaused), Message =
        "The distributed cache failed or was too slow. It is not used for now and is tried again every {Seconds} s; answers come from memory and from PostHog")]
    public static partial void DistributedCachePaused(this ILogger logger, double seconds, Exception exception);

    [LoggerMessage(
        LogEvents.DistributedCacheRecovered, LogLevel.Information,
        "The distributed cache works again",
        EventName = nameof(LogEvents.DistributedCacheRecovered))]
    public static partial void DistributedCacheRecovered(this ILogger logger);

    [LoggerMessage(EventId = LogEvents.DistributedCacheUnusable, Level = LogLevel.Error, EventName = nameof(LogEvents.DistributedCacheUnusable), Message =
        "Could not create the registered distributed cache; answers are kept in memory only")]
    public static partial void DistributedCacheUnusable(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = LogEvents.CacheLoadFailed, Level = LogLevel.Error, EventName = nameof(LogEvents.CacheLoadFailed), Message =
        "Loading a value for the cache failed unexpectedly; the last good value is used")]
    public static partial void CacheLoadFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = LogEvents.CacheCodecFailed, Level = LogLevel.Error, EventName = nameof(LogEvents.CacheCodecFailed), Message =
        "Could not read or write a value of the distributed cache; it counts as missing")]
    public static partial void CacheCodecFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = LogEvents.RedisUnreachable, Level = LogLevel.Warning, EventName = nameof(LogEvents.RedisUnreachable), Message =
        "Could not connect to Redis yet. Until the connection works, answers are kept in memory only")]
    public static partial void RedisUnreachable(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = LogEvents.AnswersTooLarge, Level = LogLevel.Warning, EventName = nameof(LogEvents.AnswersTooLarge), Message =
        "Answers are not kept in the distributed cache, because the values and payloads of PostHog's flags take {Size} bytes. The limit is {Limit} bytes. "
        + "Make payloads smaller, or give fewer flags a payload")]
    public static partial void AnswersTooLarge(this ILogger logger, int size, int limit);

    [LoggerMessage(EventId = LogEvents.ConfigurationFallbackBroke, Level = LogLevel.Error, EventName = nameof(LogEvents.ConfigurationFallbackBroke), Message =
        "PostHog has no answer for flag {FlagName} and the configured flag could not be evaluated, so the flag is off")]
    public static partial void ConfigurationFallbackBroke(this ILogger logger, string flagName, Exception exception);

    [LoggerMessage(EventId = LogEvents.FilterNamesItself, Level = LogLevel.Warning, EventName = nameof(LogEvents.FilterNamesItself), Message =
        "The configured flag {FlagName} uses the PostHog filter for a flag of the same name. "
        + "Name another flag in the filter's Flag parameter, or remove the configured flag")]
    public static partial void FilterNamesItself(this ILogger logger, string flagName);

    [LoggerMessage(
        LogEvents.NamesShadowed, LogLevel.Information,
        "These flags exist in PostHog and in configuration: {FlagNames}. PostHog answers first for all of them except: {ConfigurationFirst}",
        EventName = nameof(LogEvents.NamesShadowed))]
    public static partial void NamesShadowed(this ILogger logger, string flagNames, string configurationFirst);

    [LoggerMessage(EventId = LogEvents.CallerUnknown, Level = LogLevel.Error, EventName = nameof(LogEvents.CallerUnknown), Message =
        "The application's accessor failed to say who is asking; the check runs without a user")]
    public static partial void CallerUnknown(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = LogEvents.ConfigurationUnreadable, Level = LogLevel.Warning, EventName = nameof(LogEvents.ConfigurationUnreadable), Message =
        "The application's feature definition provider failed while listing its flags. "
        + "Flags that it did not return are missing from lists of names; checks are not affected")]
    public static partial void ConfigurationUnreadable(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = LogEvents.ConfiguredFlagUnreadable, Level = LogLevel.Warning, EventName = nameof(LogEvents.ConfiguredFlagUnreadable), Message =
        "The configured flag {FlagName} cannot be read. The exception says what to correct in the application's configuration. "
        + "Until then, it is missing from lists of names and cannot answer for PostHog; other flags are not affected")]
    public static partial void ConfiguredFlagUnreadable(this ILogger logger, string flagName, Exception exception);

    [LoggerMessage(EventId = LogEvents.ContextWithoutCaller, Level = LogLevel.Warning, EventName = nameof(LogEvents.ContextWithoutCaller), Message =
        "Flag {FlagName} was checked with a context of type {ContextType}, which names no user to PostHog, so the current user counts. Types that name a user: "
        + "PostHogTargetingContext, TargetingContext and ITargetingContext, PostHogContext, ClaimsPrincipal, HttpContext")]
    public static partial void ContextWithoutCaller(this ILogger logger, string flagName, Type contextType);

    [LoggerMessage(EventId = LogEvents.FilterParameterUnknown, Level = LogLevel.Warning, EventName = nameof(LogEvents.FilterParameterUnknown), Message =
        "The configured flag {FlagName} gives the PostHog filter the unknown parameter {Parameter}. The filter's parameters are Flag and Variant")]
    public static partial void FilterParameterUnknown(this ILogger logger, string flagName, string parameter);

    [LoggerMessage(EventId = LogEvents.UserWithoutId, Level = LogLevel.Warning, EventName = nameof(LogEvents.UserWithoutId), Message =
        "A signed-in user ({AuthenticationType}) has no distinct id: none of the claims {ClaimTypes} is present. Flags are decided as for a visitor who is not "
        + "signed in. Name a claim that your users have in PostHog:Identity:DistinctIdClaims")]
    public static partial void UserWithoutId(this ILogger logger, string authenticationType, string claimTypes);

    [LoggerMessage(
        LogEvents.GatesRunAfterAuthorization, LogLevel.Warning,
        "UsePostHogGates() runs after authorization, so closed features still redirect to the login page. "
        + "Call UseAuthorization() after UsePostHogGates(); without that call, the application runs authorization first",
        EventName = nameof(LogEvents.GatesRunAfterAuthorization))]
    public static partial void GatesRunAfterAuthorization(this ILogger logger);

    [LoggerMessage(EventId = LogEvents.SettingRenamed, Level = LogLevel.Warning, EventName = nameof(LogEvents.SettingRenamed), Message =
        "The setting {OldName} is now called {NewName}. The old name still works; write the new one")]
    public static partial void SettingRenamed(this ILogger logger, string oldName, string newName);

    [LoggerMessage(
        LogEvents.SettingsOfPostHogsPackage, LogLevel.Information,
        "These settings in {Section} are for PostHog's own package and do nothing in this library: {Names}",
        EventName = nameof(LogEvents.SettingsOfPostHogsPackage))]
    public static partial void SettingsOfPostHogsPackage(this ILogger logger, string names, string section);

    [LoggerMessage(LogEvents.Switched, LogLevel.Information, "PostHog is now switched {Position}, as {Setting} says", EventName = nameof(LogEvents.Switched))]
    public static partial void Switched(this ILogger logger, string position, string setting);

    [LoggerMessage(
        LogEvents.SwitchStaysOff, LogLevel.Error,
        "PostHog stays switched off, although {Setting} says otherwise. {Problems} All other settings are read at the start: correct them, then restart",
        EventName = nameof(LogEvents.SwitchStaysOff))]
    public static partial void SwitchStaysOff(this ILogger logger, string setting, string problems);

    [LoggerMessage(
        LogEvents.ChangedSettingsInvalid, LogLevel.Error,
        "The application would not start with the changed settings. {Problems} The settings of the start stay in use; only {Setting} is followed",
        EventName = nameof(LogEvents.ChangedSettingsInvalid))]
    public static partial void ChangedSettingsInvalid(this ILogger logger, string problems, string setting);
}
