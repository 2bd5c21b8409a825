using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions;

/// <summary>One version of the project's flag definitions. Immutable. An operation that starts with one version finishes with it.</summary>
/// <param name="Content">What was fetched.</param>
/// <param name="FlagSet">What it was compiled to.</param>
/// <param name="Generation">The order of versions: a higher one is newer. 0 for content from a file, which anything else replaces.</param>
/// <param name="Source">Where the content came from.</param>
internal sealed record DefinitionsSnapshot(DefinitionsContent Content, FlagSet FlagSet, long Generation, DefinitionsSource Source)
{
    /// <summary>Where answers say that they come from.</summary>
    public FlagSource AnswerSource { get; } = IsFile(Source) ? FlagSource.File : FlagSource.Local;

    public bool IsFromFile => IsFile(Source);

    /// <summary>For content from a file, the generation that it had when it was written.</summary>
    public long StoredGeneration { get; init; }

    /// <summary>
    /// Whether this instance fetched the content while it could not share it. It belongs after its generation, and to no other: whatever has the same
    /// generation and was published replaces it.
    /// </summary>
    public bool IsAlone { get; init; }

    /// <summary>
    /// Whether this version may replace another one. Of two that have the same generation, the one with the higher hash wins, so that all instances settle on the
    /// same one. No clock is involved.
    /// </summary>
    public bool MayReplace(DefinitionsSnapshot? other)
    {
        if (other is null || other.Generation == 0)
        {
            return true;
        }

        return Generation != other.Generation
            ? Generation > other.Generation
            : IsAlone || other.IsAlone || string.CompareOrdinal(Content.Hash, other.Content.Hash) >= 0;
    }

    private static bool IsFile(DefinitionsSource source) => source is DefinitionsSource.File or DefinitionsSource.Bootstrap;
}
