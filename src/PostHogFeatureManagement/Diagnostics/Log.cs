using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Diagnostics;

/// <summary>
/// Everything that is logged, in the order of <see cref="LogEvents"/>. Kinds of trouble and flag keys, never people, secrets, addresses or bodies; nor cache keys: without a key
/// secret, whoever knows a person could look for them.
/// </summary>
/// <remarks>One file: the generator puts the parts of a class into an order that changes from build to build.</remarks>
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

    [LoggerMessage(LogEvents.DefinitionsLoaded, LogLevel.Information, "Loaded {FlagCount} flag definitions (version {Generation}).", EventName = nameof(LogEvents.DefinitionsLoaded))]
    public static partial void DefinitionsLoaded(this ILogger logger, int flagCount, long generation);

    [LoggerMessage(LogEvents.DefinitionsFailed, LogLevel.Warning, "Flag definitions could not be refreshed: {Outcome} (HTTP status {StatusCode}). Earlier definitions in use: {HasDefinitions}. Trying again in the background.", EventName = nameof(LogEvents.DefinitionsFailed))]
    public static partial void DefinitionsFailed(this ILogger logger, Enum outcome, int? statusCode, bool hasDefinitions);

    [LoggerMessage(LogEvents.DefinitionsRecovered, LogLevel.Information, "Flag definitions are being refreshed again.", EventName = nameof(LogEvents.DefinitionsRecovered))]
    public static partial void DefinitionsRecovered(this ILogger logger);

    [LoggerMessage(LogEvents.DefinitionsProblem, LogLevel.Warning, "Flag {FlagKey} has a problem in its definition, {Problem}: {Detail} Other flags are not affected.", EventName = nameof(LogEvents.DefinitionsProblem))]
    public static partial void DefinitionsProblem(this ILogger logger, string? flagKey, Enum problem, string detail);

    [LoggerMessage(LogEvents.DefinitionsNeedServer, LogLevel.Information, "Flag {FlagKey} cannot be evaluated in this process: {Cause}.", EventName = nameof(LogEvents.DefinitionsNeedServer))]
    public static partial void DefinitionsNeedServer(this ILogger logger, string flagKey, FlagReason? cause);

    [LoggerMessage(LogEvents.DefinitionsUnreadable, LogLevel.Warning, "PostHog answered with something that is not flag definitions: {Error} Is HostUrl the address of a PostHog server?", EventName = nameof(LogEvents.DefinitionsUnreadable))]
    public static partial void DefinitionsUnreadable(this ILogger logger, string? error);

    [LoggerMessage(LogEvents.DefinitionsNotReady, LogLevel.Warning, "No flag definitions arrived within {StartupTimeout}. The application starts without them; flags are asked of PostHog or answered from configuration until they arrive.", EventName = nameof(LogEvents.DefinitionsNotReady))]
    public static partial void DefinitionsNotReady(this ILogger logger, TimeSpan startupTimeout);

    [LoggerMessage(LogEvents.DefinitionsRefreshBroke, LogLevel.Error, "Refreshing flag definitions broke unexpectedly. Trying again in the background.", EventName = nameof(LogEvents.DefinitionsRefreshBroke))]
    public static partial void DefinitionsRefreshBroke(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.FlagDecisionBroke, LogLevel.Error, "Deciding flag {FlagKey} broke unexpectedly; configuration answers instead.", EventName = nameof(LogEvents.FlagDecisionBroke))]
    public static partial void FlagDecisionBroke(this ILogger logger, string flagKey, Exception exception);

    [LoggerMessage(LogEvents.DistributedCachePaused, LogLevel.Warning, "The distributed cache fails or is too slow; it is left alone, with a trial every {Seconds} s. Answers come from memory and from PostHog.", EventName = nameof(DistributedCachePaused))]
    public static partial void DistributedCachePaused(ILogger logger, double seconds, Exception exception);

    [LoggerMessage(LogEvents.DistributedCacheRecovered, LogLevel.Information, "The distributed cache answers again.", EventName = nameof(DistributedCacheRecovered))]
    public static partial void DistributedCacheRecovered(ILogger logger);

    [LoggerMessage(LogEvents.DistributedCacheUnusable, LogLevel.Error, "The registered distributed cache cannot be created; answers are kept in memory only.", EventName = nameof(DistributedCacheUnusable))]
    public static partial void DistributedCacheUnusable(ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.CacheLoadFailed, LogLevel.Error, "Loading a value for the cache failed unexpectedly; the last good value is used.", EventName = nameof(CacheLoadFailed))]
    public static partial void CacheLoadFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.CacheCodecFailed, LogLevel.Error, "A value of the distributed cache could not be written or read; it counts as missing.", EventName = nameof(CacheCodecFailed))]
    public static partial void CacheCodecFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.CacheKeyFailed, LogLevel.Error, "The properties of a PostHog context could not be read; PostHog is not asked for it.", EventName = nameof(CacheKeyFailed))]
    public static partial void CacheKeyFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.ConfigurationFallbackBroke, LogLevel.Error, "PostHog has no answer for flag {FlagName} and its configuration cannot be evaluated; the flag is off.", EventName = nameof(LogEvents.ConfigurationFallbackBroke))]
    public static partial void ConfigurationFallbackBroke(this ILogger logger, string flagName, Exception exception);

    [LoggerMessage(LogEvents.FilterNamesItself, LogLevel.Warning, "The configured flag {FlagName} uses the PostHog filter for a flag of its own name. Name another flag in the filter's parameter Flag, or remove the configured flag.", EventName = nameof(LogEvents.FilterNamesItself))]
    public static partial void FilterNamesItself(this ILogger logger, string flagName);

    [LoggerMessage(LogEvents.NamesShadowed, LogLevel.Information, "These flags are both in PostHog and in the application's configuration: {FlagNames}. PostHog answers first for all but: {ConfigurationFirst}.", EventName = nameof(LogEvents.NamesShadowed))]
    public static partial void NamesShadowed(this ILogger logger, string flagNames, string configurationFirst);

    [LoggerMessage(LogEvents.CallerUnknown, LogLevel.Error, "The application's accessor could not say who is asking; nobody is assumed.", EventName = nameof(LogEvents.CallerUnknown))]
    public static partial void CallerUnknown(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.ConfigurationUnreadable, LogLevel.Warning, "The application's own feature definition provider broke off listing its flags; those it did not come to are missing from lists of names. Checks are not affected.", EventName = nameof(LogEvents.ConfigurationUnreadable))]
    public static partial void ConfigurationUnreadable(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.ConfiguredFlagUnreadable, LogLevel.Warning, "The configured flag {FlagName} cannot be read, as the exception says: correct it in the application's configuration. Until then it is missing from lists of names and cannot answer for PostHog; other flags are not affected.", EventName = nameof(LogEvents.ConfiguredFlagUnreadable))]
    public static partial void ConfiguredFlagUnreadable(this ILogger logger, string flagName, Exception exception);

    [LoggerMessage(LogEvents.GatesRunAfterAuthorization, LogLevel.Warning, "UsePostHogGates() runs after authorization, so closed features still lead to the login page. Call UseAuthorization() after it; where that is not called, the application puts it first.", EventName = nameof(LogEvents.GatesRunAfterAuthorization))]
    public static partial void GatesRunAfterAuthorization(this ILogger logger);

    [LoggerMessage(LogEvents.CircuitCallerUnknown, LogLevel.Error, "The application could not say who is asking in a circuit; nobody is assumed.", EventName = nameof(LogEvents.CircuitCallerUnknown))]
    public static partial void CircuitCallerUnknown(this ILogger logger, Exception exception);
}
