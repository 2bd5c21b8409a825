using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Diagnostics;

/// <summary>
/// All log messages, in the order of <see cref="LogEvents"/>. They contain causes, flag keys and PostHog's host, but never people, secrets, paths or bodies. They
/// contain no cache keys either: without a key secret, anyone who knows a person could look for their key.
/// </summary>
/// <remarks>This class is one file because the generator orders the parts of a partial class differently from build to build.</remarks>
internal static partial class Log
{
    [LoggerMessage(LogEvents.BreakerOpened, LogLevel.Warning, "Circuit for {Purpose} at {Host} opened for {Seconds} s: {Cause}")]
    public static partial void BreakerOpened(this ILogger logger, string purpose, string host, string cause, double seconds);

    [LoggerMessage(LogEvents.BreakerClosed, LogLevel.Information, "Circuit for {Purpose} closed")]
    public static partial void BreakerClosed(this ILogger logger, string purpose);

    [LoggerMessage(LogEvents.EvaluationFailed, LogLevel.Warning, "PostHog at {Host} did not evaluate flags: {Failure}, {Cause}. {Advice}")]
    public static partial void EvaluationFailed(this ILogger logger, string host, Enum failure, string cause, string advice);

    [LoggerMessage(LogEvents.EvaluationRecovered, LogLevel.Information, "PostHog at {Host} evaluates flags again")]
    public static partial void EvaluationRecovered(this ILogger logger, string host);

    [LoggerMessage(LogEvents.AttemptBroke, LogLevel.Debug, "An attempt at {Purpose} failed: {Failure}")]
    public static partial void AttemptBroke(this ILogger logger, string purpose, string failure);

    [LoggerMessage(LogEvents.SharedBreakerLookFailed, LogLevel.Debug, "Could not exchange circuit reports with other instances: {Failure}")]
    public static partial void SharedBreakerLookFailed(this ILogger logger, string failure);

    [LoggerMessage(LogEvents.RateLimitNear, LogLevel.Warning, "PostHog reports that this project has used most of its rate limit for flag requests")]
    public static partial void RateLimitNear(this ILogger logger);

    [LoggerMessage(LogEvents.PayloadMalformed, LogLevel.Warning,
        "The payload of flag {FlagKey} is not JSON and is returned as plain text. Write JSON in PostHog, with text in double quotes; encrypted payloads "
        + "cannot be read here")]
    public static partial void PayloadMalformed(this ILogger logger, string flagKey);

    [LoggerMessage(LogEvents.DefinitionsLoaded, LogLevel.Information, "Loaded {FlagCount} flag definitions (version {Generation}, from {Source})")]
    public static partial void DefinitionsLoaded(this ILogger logger, int flagCount, long generation, DefinitionsSource source);

    [LoggerMessage(LogEvents.DefinitionsFailed, LogLevel.Warning,
        "Could not refresh flag definitions from {Host}: {Failure}, {Cause}. {Advice}. Earlier definitions in use: {HasDefinitions}. Retrying in the "
        + "background")]
    public static partial void DefinitionsFailed(this ILogger logger, string host, Enum failure, string cause, string advice, bool hasDefinitions);

    [LoggerMessage(LogEvents.DefinitionsRecovered, LogLevel.Information, "Flag definitions are refreshed again from {Host}")]
    public static partial void DefinitionsRecovered(this ILogger logger, string host);

    [LoggerMessage(LogEvents.DefinitionsProblem, LogLevel.Warning,
        "The definition of flag {FlagKey} has a problem, {Problem}: {Detail} Other flags are not affected")]
    public static partial void DefinitionsProblem(this ILogger logger, string? flagKey, Enum problem, string detail);

    [LoggerMessage(LogEvents.DefinitionsNeedServer, LogLevel.Information, "Flag {FlagKey} cannot be evaluated in this process: {Cause}")]
    public static partial void DefinitionsNeedServer(this ILogger logger, string flagKey, FlagReason? cause);

    [LoggerMessage(LogEvents.DefinitionsUnreadable, LogLevel.Warning,
        "The response of {Host} is not flag definitions: {Error} Is {Setting} the address of a PostHog server?")]
    public static partial void DefinitionsUnreadable(this ILogger logger, string host, string? error, string setting);

    [LoggerMessage(LogEvents.DefinitionsNotReady, LogLevel.Warning,
        "No flag definitions arrived from {Host} within {StartupTimeout}. The application starts without them; until they arrive, PostHog or configuration "
        + "answers")]
    public static partial void DefinitionsNotReady(this ILogger logger, string host, TimeSpan startupTimeout);

    [LoggerMessage(LogEvents.DefinitionsRefreshBroke, LogLevel.Error, "Refreshing flag definitions failed unexpectedly. Retrying in the background")]
    public static partial void DefinitionsRefreshBroke(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.DefinitionsMoreProblems, LogLevel.Warning, "... and {Count} more problems in the definitions")]
    public static partial void DefinitionsMoreProblems(this ILogger logger, int count);

    [LoggerMessage(LogEvents.DefinitionsMoreNeedServer, LogLevel.Information, "... and {Count} more flags cannot be evaluated in this process")]
    public static partial void DefinitionsMoreNeedServer(this ILogger logger, int count);

    [LoggerMessage(LogEvents.DefinitionsHandlerBroke, LogLevel.Error,
        "Code of the application that is told of changed flag definitions failed. The new definitions are in use")]
    public static partial void DefinitionsHandlerBroke(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.DefinitionsFromFile, LogLevel.Warning,
        "{Host} has sent no flag definitions. The application starts with {FlagCount} from a file ({Source}), which PostHog sent {Age} ago")]
    public static partial void DefinitionsFromFile(this ILogger logger, string host, int flagCount, DefinitionsSource source, string age);

    [LoggerMessage(LogEvents.DefinitionsFileRefused, LogLevel.Warning,
        "The file of {Setting} is not used: it {Problem}")]
    public static partial void DefinitionsFileRefused(this ILogger logger, string setting, string problem);

    [LoggerMessage(LogEvents.LastGoodFileNotWritten, LogLevel.Warning,
        "The file of {Setting} cannot be written ({Failure}), so a restart in an outage has no definitions from it. Is its folder there and writable?")]
    public static partial void LastGoodFileNotWritten(this ILogger logger, string setting, string failure);

    [LoggerMessage(LogEvents.EndpointsNotMapped, LogLevel.Error,
        "{Method}() mapped no endpoints, because {Prefix} is no route prefix. An example of one is /posthog")]
    public static partial void EndpointsNotMapped(this ILogger logger, string method, string prefix);

    [LoggerMessage(LogEvents.UnitBudgetExceeded, LogLevel.Warning,
        "At this rate, the requests of this instance cost {Projected} of PostHog's units in 30 days, more than {Setting} ({Budget}). "
        + "Raise Definitions:PollInterval or Cache:FreshFor, or raise the budget")]
    public static partial void UnitBudgetExceeded(this ILogger logger, long projected, string setting, long budget);

    [LoggerMessage(LogEvents.SharedCopyOpen, LogLevel.Information,
        "Flag definitions are shared without authentication: what can write to the distributed cache can change flags. Set the same PostHog:Cache:KeySecret everywhere")]
    public static partial void SharedCopyOpen(this ILogger logger);

    [LoggerMessage(LogEvents.SharingInterrupted, LogLevel.Warning,
        "Flag definitions cannot be shared at the moment, because {Storage} does not answer. Until it does, each instance polls PostHog for itself")]
    public static partial void SharingInterrupted(this ILogger logger, string? storage);

    [LoggerMessage(LogEvents.SharingResumed, LogLevel.Information, "Flag definitions are shared through {Storage} again")]
    public static partial void SharingResumed(this ILogger logger, string? storage);

    [LoggerMessage(LogEvents.SharedCopyUnusable, LogLevel.Warning,
        "The shared copy of the flag definitions is not used: {Problem}. The next poll repairs it")]
    public static partial void SharedCopyUnusable(this ILogger logger, string problem);

    [LoggerMessage(LogEvents.SharedCopyTooLarge, LogLevel.Warning,
        "The flag definitions ({Size} bytes) are too large to share: {Storage} takes {Limit} bytes after compression. Each instance fetches changes from PostHog itself")]
    public static partial void SharedCopyTooLarge(this ILogger logger, int size, string? storage, int limit);

    [LoggerMessage(LogEvents.SharedCopyNotWritten, LogLevel.Warning,
        "Flag definitions cannot be shared: {Storage} does not take or return them in time. Until it does, each instance fetches changes from PostHog itself")]
    public static partial void SharedCopyNotWritten(this ILogger logger, string? storage);

    [LoggerMessage(LogEvents.PollsForAll, LogLevel.Information, "This instance now polls PostHog for all that share its flag definitions")]
    public static partial void PollsForAll(this ILogger logger);

    [LoggerMessage(LogEvents.SharingBroke, LogLevel.Error, "Sharing flag definitions failed unexpectedly. Trying again in the background")]
    public static partial void SharingBroke(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.DefinitionsFromFleet, LogLevel.Warning,
        "{Host} has sent no flag definitions. The application starts with {FlagCount} that another instance shared; PostHog last confirmed them {Age} ago")]
    public static partial void DefinitionsFromFleet(this ILogger logger, string host, int flagCount, string age);

    [LoggerMessage(LogEvents.FlagDecisionBroke, LogLevel.Error, "Deciding flag {FlagKey} failed unexpectedly; configuration answers instead")]
    public static partial void FlagDecisionBroke(this ILogger logger, string flagKey, Exception exception);

    [LoggerMessage(LogEvents.PropertyLeftOut, LogLevel.Warning,
        "The property {PropertyName} counts as missing, because its value, a {PropertyType}, cannot be sent to PostHog or is too large. The documentation "
        + "of PostHogContext.PersonProperties lists what a value can be")]
    public static partial void PropertyLeftOut(this ILogger logger, string propertyName, Type propertyType);

    [LoggerMessage(LogEvents.CallerWithoutId, LogLevel.Warning,
        "Flags are checked for a caller without an id. Without PostHog:SecretKey, PostHog is not asked about such callers, so the configuration answers or "
        + "the flag is off. Set PostHog:SecretKey, or give callers an id: by signing in, by the posthog-js cookie, or outside requests by "
        + "PostHog:Identity:ServiceDistinctId")]
    public static partial void CallerWithoutId(this ILogger logger);

    [LoggerMessage(LogEvents.Started, LogLevel.Information, "PostHog's flags {Mode}. Host: {Host}. Cache: {Cache}. Definitions: {Definitions}")]
    public static partial void Started(this ILogger logger, string mode, string host, string cache, string definitions);

    [LoggerMessage(LogEvents.IdTooLong, LogLevel.Warning,
        "A caller's ID is too long. The first {Cut} characters of a distinct ID count; any other ID or group key of more than {Limit} counts as missing")]
    public static partial void IdTooLong(this ILogger logger, int cut, int limit);

    [LoggerMessage(LogEvents.StatusHandlerBroke, LogLevel.Error, "Code of the application that is told of a changed state failed")]
    public static partial void StatusHandlerBroke(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.MissingKeysNotAsked, LogLevel.Warning,
        "The definitions lack more than {Limit} of the flag keys checked. PostHog is not asked about more per refresh")]
    public static partial void MissingKeysNotAsked(this ILogger logger, int limit);

    [LoggerMessage(LogEvents.RemoteConfigWithoutSecretKey, LogLevel.Warning, "Remote config needs a secret key, so it has no values. Set PostHog:SecretKey")]
    public static partial void RemoteConfigWithoutSecretKey(this ILogger logger);

    [LoggerMessage(LogEvents.RemoteConfigRedacted, LogLevel.Warning,
        "PostHog does not decrypt the remote config {Key} for this key. {Setting} has to be a personal API key")]
    public static partial void RemoteConfigRedacted(this ILogger logger, string key, string setting);

    [LoggerMessage(LogEvents.RemoteConfigFailed, LogLevel.Warning, "PostHog at {Host} did not answer with remote config: {Failure}, {Cause}. {Advice}")]
    public static partial void RemoteConfigFailed(this ILogger logger, string host, Enum failure, string cause, string advice);

    [LoggerMessage(LogEvents.DistributedCachePaused, LogLevel.Warning,
        "The distributed cache failed or was too slow. It is not used for now and is tried again every {Seconds} s; answers come from memory and from "
        + "PostHog")]
    public static partial void DistributedCachePaused(this ILogger logger, double seconds, Exception exception);

    [LoggerMessage(LogEvents.DistributedCacheRecovered, LogLevel.Information, "The distributed cache works again")]
    public static partial void DistributedCacheRecovered(this ILogger logger);

    [LoggerMessage(LogEvents.DistributedCacheUnusable, LogLevel.Error, "Could not create the registered distributed cache; answers are kept in memory only")]
    public static partial void DistributedCacheUnusable(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.CacheLoadFailed, LogLevel.Error, "Loading a value for the cache failed unexpectedly; the last good value is used")]
    public static partial void CacheLoadFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.CacheCodecFailed, LogLevel.Error, "Could not read or write a value of the distributed cache; it counts as missing")]
    public static partial void CacheCodecFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.CacheEncryptionFailed, LogLevel.Error,
        "Data Protection cannot encrypt, so nothing is written to the distributed cache and to the last good file while Cache:Encrypt is true")]
    public static partial void CacheEncryptionFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.RedisUnreachable, LogLevel.Warning, "Could not connect to Redis yet. Until the connection works, answers are kept in memory only")]
    public static partial void RedisUnreachable(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.AnswersTooLarge, LogLevel.Warning,
        "Answers are not kept in the distributed cache, because the values and payloads of PostHog's flags take {Size} bytes. The limit is {Limit} bytes. "
        + "Make payloads smaller, or give fewer flags a payload")]
    public static partial void AnswersTooLarge(this ILogger logger, int size, int limit);

    [LoggerMessage(LogEvents.ConfigurationFallbackBroke, LogLevel.Error,
        "PostHog has no answer for flag {FlagName} and the configured flag could not be evaluated, so the flag is off")]
    public static partial void ConfigurationFallbackBroke(this ILogger logger, string flagName, Exception exception);

    [LoggerMessage(LogEvents.FilterNamesItself, LogLevel.Warning,
        "The configured flag {FlagName} uses the PostHog filter for a flag of the same name. Name another flag in the filter's Flag parameter, or remove "
        + "the configured flag")]
    public static partial void FilterNamesItself(this ILogger logger, string flagName);

    [LoggerMessage(LogEvents.NamesShadowed, LogLevel.Information,
        "These flags exist in PostHog and in configuration: {FlagNames}. PostHog answers first for all of them except: {ConfigurationFirst}")]
    public static partial void NamesShadowed(this ILogger logger, string flagNames, string configurationFirst);

    [LoggerMessage(LogEvents.CallerUnknown, LogLevel.Error, "The application's accessor failed to say who is asking; the check runs without a user")]
    public static partial void CallerUnknown(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.ConfigurationUnreadable, LogLevel.Warning,
        "The application's feature definition provider failed while listing its flags. Flags that it did not return are missing from lists of names; "
        + "checks are not affected")]
    public static partial void ConfigurationUnreadable(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.ConfiguredFlagUnreadable, LogLevel.Warning,
        "The configured flag {FlagName} cannot be read. The exception says what to correct in the application's configuration. Until then, it is missing "
        + "from lists of names and cannot answer for PostHog; other flags are not affected")]
    public static partial void ConfiguredFlagUnreadable(this ILogger logger, string flagName, Exception exception);

    [LoggerMessage(LogEvents.ContextWithoutCaller, LogLevel.Warning,
        "Flag {FlagName} was checked with a context of type {ContextType}, which names no user to PostHog, so the current user counts. Types that name a "
        + "user: PostHogTargetingContext, TargetingContext and ITargetingContext, PostHogContext, ClaimsPrincipal, HttpContext")]
    public static partial void ContextWithoutCaller(this ILogger logger, string flagName, Type contextType);

    [LoggerMessage(LogEvents.FilterParameterUnknown, LogLevel.Warning,
        "The configured flag {FlagName} gives the PostHog filter the unknown parameter {Parameter}. The filter's parameters are Flag and Variant")]
    public static partial void FilterParameterUnknown(this ILogger logger, string flagName, string parameter);

    [LoggerMessage(LogEvents.UserWithoutId, LogLevel.Warning,
        "A signed-in user ({AuthenticationType}) has no distinct id: none of the claims {ClaimTypes} is present. Flags are decided as for a visitor who is "
        + "not signed in. Name a claim that your users have in PostHog:Identity:DistinctIdClaims")]
    public static partial void UserWithoutId(this ILogger logger, string authenticationType, string claimTypes);

    [LoggerMessage(LogEvents.CallerUnverified, LogLevel.Warning,
        "The application's accessor names a caller who is not the signed-in user, so flags in PostHog:Identity:RequireAuthenticated are off for them. If the "
        + "accessor verifies its callers, register it with WithPostHogContext<T>(CallerTrust.Authenticated)")]
    public static partial void CallerUnverified(this ILogger logger);

    [LoggerMessage(LogEvents.IdIsPlaceholder, LogLevel.Warning,
        "{Setting} is '{Id}', which PostHog takes for a mistake, because clients often send it for everyone. Write an id that names this application")]
    public static partial void IdIsPlaceholder(this ILogger logger, string? id, string setting);

    [LoggerMessage(LogEvents.EnricherFailed, LogLevel.Warning,
        "The application's enricher failed or took longer than a second; the check runs with the properties and groups that are known without it")]
    public static partial void EnricherFailed(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.VisitorUnrecognized, LogLevel.Warning,
        "The application's consent or Data Protection failed, so a visitor is not recognized by the anonymous cookie")]
    public static partial void VisitorUnrecognized(this ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.KeysMayBeLost, LogLevel.Warning,
        "{Setting} is true, but the application does not say where Data Protection keeps its keys. If instances do not share them, or a deployment "
        + "loses them, {Loss}. Say where to keep them, for example with PersistKeysToFileSystem")]
    public static partial void KeysMayBeLost(this ILogger logger, string setting, string loss);

    [LoggerMessage(LogEvents.OutputCacheAroundGate, LogLevel.Warning,
        "The output cache keeps a response that a feature gate decides, so all visitors get what one visitor may see. Call UsePostHogGates() before "
        + "UseOutputCache(), or let the cache policy vary by the feature's value")]
    public static partial void OutputCacheAroundGate(this ILogger logger);

    [LoggerMessage(LogEvents.BootstrapNotMapped, LogLevel.Warning,
        "The posthog-bootstrap tag starts no posthog-js, because its script is not mapped. Call MapPostHog(), with a prefix without parameters")]
    public static partial void BootstrapNotMapped(this ILogger logger);

    [LoggerMessage(LogEvents.GatesRunAfterAuthorization, LogLevel.Warning,
        "UsePostHogGates() runs after authorization, so closed features still redirect to the login page. Call UseAuthorization() after UsePostHogGates(); "
        + "without that call, the application runs authorization first")]
    public static partial void GatesRunAfterAuthorization(this ILogger logger);

    [LoggerMessage(LogEvents.GatesOfUnknownFeatures, LogLevel.Warning,
        "Endpoints have gates for features that neither PostHog nor the configuration knows, so these are off: {FeatureNames}. Correct the names, or create the flags")]
    public static partial void GatesOfUnknownFeatures(this ILogger logger, string featureNames);

    [LoggerMessage(LogEvents.FlagExplained, LogLevel.Information, "{User} asked for an explanation of the flag {FlagName}")]
    public static partial void FlagExplained(this ILogger logger, string flagName, string user);

    [LoggerMessage(LogEvents.SettingRenamed, LogLevel.Warning, "The setting {OldName} is now called {NewName}. The old name still works; write the new one")]
    public static partial void SettingRenamed(this ILogger logger, string oldName, string newName);

    [LoggerMessage(LogEvents.SettingsOfPostHogsPackage, LogLevel.Information,
        "These settings in {Section} are for PostHog's own package and do nothing in this library: {Names}")]
    public static partial void SettingsOfPostHogsPackage(this ILogger logger, string names, string section);

    [LoggerMessage(LogEvents.Switched, LogLevel.Information, "PostHog is now switched {Position}, as {Setting} says")]
    public static partial void Switched(this ILogger logger, string position, string setting);

    [LoggerMessage(LogEvents.SwitchStaysOff, LogLevel.Error,
        "PostHog stays switched off, although {Setting} says otherwise. {Problems} All other settings are read at the start: correct them, then restart")]
    public static partial void SwitchStaysOff(this ILogger logger, string setting, string problems);

    [LoggerMessage(LogEvents.ChangedSettingsInvalid, LogLevel.Error,
        "The application would not start with the changed settings. {Problems} The settings of the start stay in use; only {Setting} and Overrides:Flags are followed")]
    public static partial void ChangedSettingsInvalid(this ILogger logger, string problems, string setting);
}
