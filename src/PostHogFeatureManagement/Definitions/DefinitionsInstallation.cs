namespace PostHogFeatureManagement.Definitions;

/// <summary>What became of fetched content.</summary>
/// <param name="Error">Why it could not be compiled; null when it could.</param>
/// <param name="HasChanged">Whether the flags in use are others than before.</param>
internal readonly record struct DefinitionsInstallation(string? Error, bool HasChanged)
{
    /// <summary>Whether it was not installed, because another instance published something else meanwhile. PostHog must be asked again.</summary>
    public bool IsOvertaken { get; init; }
}
