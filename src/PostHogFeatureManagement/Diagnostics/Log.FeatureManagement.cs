using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Diagnostics;

internal static partial class Log
{
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
}
