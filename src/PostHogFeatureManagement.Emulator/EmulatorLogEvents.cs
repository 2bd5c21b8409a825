namespace PostHogFeatureManagement.Emulator;

/// <summary>The ids of the emulator's log events, 800 to 899. An id is never reused.</summary>
internal static class EmulatorLogEvents
{
    public const int Listening = 800;
    public const int DefinitionsReloaded = 801;
    public const int DefinitionsBroken = 802;
    public const int StartFailed = 803;
    public const int DefinitionDoubtful = 804;
    public const int RunsInProduction = 805;
}
