using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>A flag's variants and holdout.</summary>
/// <param name="Table">The variants that a hash chooses from.</param>
/// <param name="Keys">All variant keys by index. The holdout's key is last.</param>
/// <param name="Holdout">The holdout; null when there is none.</param>
internal sealed record CompiledVariants(VariantTable Table, string[] Keys, Holdout? Holdout)
{
    /// <summary>Gets the index of a variant that a condition pins: one of the flag's own variants, by its exact key (protocol §5.5).</summary>
    public int IndexOf(string? key)
    {
        int own = Keys.Length - (Holdout is null ? 0 : 1);
        return string.IsNullOrEmpty(key) ? Verdict.NoVariant : Array.IndexOf(Keys, key, 0, own);
    }
}
