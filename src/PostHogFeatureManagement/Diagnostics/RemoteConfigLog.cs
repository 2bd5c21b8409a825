using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Diagnostics;

/// <summary>The log messages about remote config and about keys that the definitions lack. The rules of <see cref="Log"/> hold here too.</summary>
internal static partial class RemoteConfigLog
{
    [LoggerMessage(
        LogEvents.RemoteConfigWithoutSecretKey, LogLevel.Warning,
        "Remote config was read, but PostHog:SecretKey is not set, so there are no values. Set it to a project secret key (phs_…) or a personal API key (phx_…)",
        EventName = nameof(LogEvents.RemoteConfigWithoutSecretKey))]
    public static partial void RemoteConfigWithoutSecretKey(this ILogger logger);

    [LoggerMessage(
        LogEvents.RemoteConfigRedacted, LogLevel.Warning,
        "The remote config {Key} is encrypted, and PostHog does not decrypt it for this key. Set {Setting} to a personal API key (phx_…) that may read feature flags",
        EventName = nameof(LogEvents.RemoteConfigRedacted))]
    public static partial void RemoteConfigRedacted(this ILogger logger, string key, string setting);

    [LoggerMessage(
        LogEvents.RemoteConfigFailed, LogLevel.Warning,
        "PostHog at {Host} did not answer with remote config: {Failure}, {Cause}. {Advice}",
        EventName = nameof(LogEvents.RemoteConfigFailed))]
    public static partial void RemoteConfigFailed(this ILogger logger, string host, Enum failure, string cause, string advice);

    [LoggerMessage(
        LogEvents.MissingKeysNotAsked, LogLevel.Warning,
        "More than {Limit} flag keys that the definitions lack were checked since the last refresh. PostHog is not asked about the others until the next refresh",
        EventName = nameof(LogEvents.MissingKeysNotAsked))]
    public static partial void MissingKeysNotAsked(this ILogger logger, int limit);
}
