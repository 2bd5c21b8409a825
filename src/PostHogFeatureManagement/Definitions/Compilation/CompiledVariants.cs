using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>A flag's variants and holdout.</summary>
/// <param name="Table">What a hash chooses from.</param>
/// <param name="Keys">All variant keys by index, the holdout's last.</param>
/// <param name="Holdout">The holdout; null when there is none.</param>
internal sealed record CompiledVariants(VariantTable Table, string[] Keys, Holdout? Holdout)
{
    /// <summary>The index of a variant a condition may pin: one of the flag's own, by its exact key (protocol §5.5).</summary>
    public int IndexOf(string? key)
    {
        int own = Keys.Length - (Holdout is null ? 0 : 1);
        return string.IsNullOrEmpty(key) ? Verdict.NoVariant : Array.IndexOf(Keys, key, 0, own);
    }
}
