namespace PostHogFeatureManagement.Emulator;

/// <summary>Ids of the emulator's log events: 8xx. Ids are never reused.</summary>
internal static class EmulatorLogEvents
{
    public const int Listening = 800;
    public const int DefinitionsReloaded = 801;
    public const int DefinitionsBroken = 802;
}
