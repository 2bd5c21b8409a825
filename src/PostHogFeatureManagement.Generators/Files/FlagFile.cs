namespace PostHogFeatureManagement.Generators.Files;

/// <summary>A file with flags, as far as it can be read.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Flags">The flags in the order of their keys.</param>
/// <param name="Problems">What is wrong with it.</param>
internal sealed record FlagFile(string Path, ValueList<TypedFlag> Flags, ValueList<FileProblem> Problems);
