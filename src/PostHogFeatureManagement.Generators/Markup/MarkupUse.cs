namespace PostHogFeatureManagement.Generators.Markup;

/// <summary>A tag that shows its content by features.</summary>
/// <param name="Features">The features that are written out.</param>
/// <param name="Variants">The variants that are written out.</param>
internal sealed record MarkupUse(IReadOnlyList<MarkupName> Features, IReadOnlyList<MarkupName> Variants);
