namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>A flag's key and the position of its definition in the document.</summary>
internal readonly record struct FlagLocation(string Key, Range Range);
