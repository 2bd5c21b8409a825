using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Emulator;

/// <summary>All of the emulator's log messages. They are in one class because the generator orders several classes differently in each build.</summary>
internal static partial class EmulatorLog
{
    [LoggerMessage(
        EmulatorLogEvents.Listening,
        LogLevel.Information,
        "The PostHog emulator listens on {Address}. Open this address in a browser to see and change flags",
        EventName = nameof(EmulatorLogEvents.Listening))]
    public static partial void Listening(this ILogger logger, Uri address);

    [LoggerMessage(
        EmulatorLogEvents.DefinitionsReloaded,
        LogLevel.Information,
        "The PostHog emulator reloaded {Path} with {Count} flags",
        EventName = nameof(EmulatorLogEvents.DefinitionsReloaded))]
    public static partial void DefinitionsReloaded(this ILogger logger, string path, int count);

    [LoggerMessage(
        EmulatorLogEvents.DefinitionsBroken,
        LogLevel.Warning,
        "The PostHog emulator keeps the last good flags because {Path} {Problem}",
        EventName = nameof(EmulatorLogEvents.DefinitionsBroken))]
    public static partial void DefinitionsBroken(this ILogger logger, string path, string problem);

    [LoggerMessage(
        EmulatorLogEvents.DefinitionDoubtful,
        LogLevel.Warning,
        "The PostHog emulator's flag {Flag} in {Path} may not be what you mean: {Advice}",
        EventName = nameof(EmulatorLogEvents.DefinitionDoubtful))]
    public static partial void DefinitionDoubtful(this ILogger logger, string flag, string path, string advice);

    [LoggerMessage(
        EmulatorLogEvents.RunsInProduction,
        LogLevel.Warning,
        "The PostHog emulator answers in place of PostHog in the environment {Environment}",
        EventName = nameof(EmulatorLogEvents.RunsInProduction))]
    public static partial void RunsInProduction(this ILogger logger, string environment);

    [LoggerMessage(
        EmulatorLogEvents.StartFailed,
        LogLevel.Error,
        "The PostHog emulator could not start on {Address}, so requests to it will fail. Start it with PostHogEmulator.StartAsync() to try again",
        EventName = nameof(EmulatorLogEvents.StartFailed))]
    public static partial void StartFailed(this ILogger logger, Uri address, Exception exception);
}
