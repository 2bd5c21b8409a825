using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>What compiling a definitions document came to: a flag set, or why there is none.</summary>
/// <param name="FlagSet">The compiled flags; null when the document as a whole is unusable.</param>
/// <param name="Error">What was expected and where; null on success.</param>
internal sealed record DefinitionsCompilation(FlagSet? FlagSet, string? Error)
{
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(FlagSet))]
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => FlagSet is not null;

    public static DefinitionsCompilation Failed(string error) => new(null, error);
}
