using PostHogFeatureManagement.Generators.Files;

namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>A variant with its identifier.</summary>
internal sealed record NamedVariant(TypedVariant Variant, string Identifier);
