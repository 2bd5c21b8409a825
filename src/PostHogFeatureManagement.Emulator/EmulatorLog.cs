using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Emulator;

/// <summary>Everything the emulator logs. One class: the generator puts several into an order that changes from build to build.</summary>
internal static partial class EmulatorLog
{
    [LoggerMessage(EmulatorLogEvents.Listening, LogLevel.Information, "The PostHog emulator listens on {Address}; open it to see and flip flags.", EventName = nameof(EmulatorLogEvents.Listening))]
    public static partial void Listening(this ILogger logger, Uri address);

    [LoggerMessage(EmulatorLogEvents.DefinitionsReloaded, LogLevel.Information, "The emulator read {Path} again: {Count} flags.", EventName = nameof(EmulatorLogEvents.DefinitionsReloaded))]
    public static partial void DefinitionsReloaded(this ILogger logger, string path, int count);

    [LoggerMessage(EmulatorLogEvents.DefinitionsBroken, LogLevel.Warning, "The emulator keeps the last good flags: {Path} {Problem}", EventName = nameof(EmulatorLogEvents.DefinitionsBroken))]
    public static partial void DefinitionsBroken(this ILogger logger, string path, string problem);
}
