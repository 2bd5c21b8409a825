using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(LogEvents.GatesRunAfterAuthorization, LogLevel.Warning, "UsePostHogGates() runs after authorization, so closed features still lead to the login page. Call UseAuthorization() after it; where that is not called, the application puts it first.", EventName = nameof(LogEvents.GatesRunAfterAuthorization))]
    public static partial void GatesRunAfterAuthorization(this ILogger logger);

    [LoggerMessage(LogEvents.CircuitCallerUnknown, LogLevel.Error, "The application could not say who is asking in a circuit; nobody is assumed.", EventName = nameof(LogEvents.CircuitCallerUnknown))]
    public static partial void CircuitCallerUnknown(this ILogger logger, Exception exception);
}
