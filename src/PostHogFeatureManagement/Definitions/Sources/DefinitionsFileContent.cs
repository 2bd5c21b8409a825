namespace PostHogFeatureManagement.Definitions.Sources;

/// <summary>What a file holds, or why it cannot be used.</summary>
/// <param name="Definitions">The definitions; null when it cannot be used.</param>
/// <param name="Problem">Why it cannot be used: the end of a sentence about the file, without a full stop.</param>
internal readonly record struct DefinitionsFileContent(StoredDefinitions? Definitions, string? Problem)
{
    public bool IsMissing { get; init; }

    public bool IsEncrypted { get; init; }
}
