using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Flags.Overrides;

/// <summary>The log messages about overrides. Like <see cref="Log"/>, they name neither people nor keys.</summary>
/// <remarks>They are written by hand, because the generator orders the classes of several files differently from build to build.</remarks>
internal static class OverridesLog
{
    private static readonly Action<ILogger, string, Exception?> OfOperator = LoggerMessage.Define<string>(
        LogLevel.Warning,
        Id(LogEvents.OperatorOverridesChanged, nameof(OperatorOverridesChanged)),
        "The operator's overrides are now: {Overrides}. They stand above PostHog and the configuration, for every caller");

    private static readonly Action<ILogger, string, string, Exception?> Applied = LoggerMessage.Define<string, string>(
        LogLevel.Information,
        Id(LogEvents.OverridesApplied, nameof(OverridesApplied)),
        "The override token {TokenId} sets {Overrides} for the requests that carry it");

    private static readonly Action<ILogger, string, Exception?> Rejected = LoggerMessage.Define<string>(
        LogLevel.Warning,
        Id(LogEvents.OverridesRejected, nameof(OverridesRejected)),
        "An override token was ignored: {Cause}. This is logged once a minute for each cause");

    private static readonly Action<ILogger, string, Exception?> PolicyBroke = LoggerMessage.Define<string>(
        LogLevel.Error,
        Id(LogEvents.OverridesPolicyBroke, nameof(OverridesPolicyBroke)),
        "The policy in {Setting} could not be evaluated, so override tokens are ignored");

    public static void OperatorOverridesChanged(this ILogger logger, string overrides) => OfOperator(logger, overrides, null);

    public static void OverridesApplied(this ILogger logger, string tokenId, string overrides) => Applied(logger, tokenId, overrides, null);

    public static void OverridesRejected(this ILogger logger, string cause) => Rejected(logger, cause, null);

    public static void OverridesPolicyBroke(this ILogger logger, string setting, Exception exception) => PolicyBroke(logger, setting, exception);

    private static EventId Id(int id, string name) => new(id, name);
}
