namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>A flag's key and where in the document it is defined.</summary>
internal readonly record struct FlagLocation(string Key, Range Range);
