using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>The result of compiling a definitions document: a flag set, or the reason why there is none.</summary>
/// <param name="FlagSet">The compiled flags; null when the document as a whole is unusable.</param>
/// <param name="Error">What was expected, and where; null on success.</param>
internal sealed record DefinitionsCompilation(FlagSet? FlagSet, string? Error)
{
    public static DefinitionsCompilation Failed(string error) => new(null, error);
}
