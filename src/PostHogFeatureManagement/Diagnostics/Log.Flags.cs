using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(LogEvents.FlagDecisionBroke, LogLevel.Error, "Deciding flag {FlagKey} broke unexpectedly; configuration answers instead.", EventName = nameof(LogEvents.FlagDecisionBroke))]
    public static partial void FlagDecisionBroke(this ILogger logger, string flagKey, Exception exception);
}
