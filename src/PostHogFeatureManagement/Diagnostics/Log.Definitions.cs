using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Diagnostics;

internal static partial class Log
{
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
}
