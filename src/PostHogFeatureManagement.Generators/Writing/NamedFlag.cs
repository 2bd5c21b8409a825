using PostHogFeatureManagement.Generators.Files;

namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>A flag with the identifiers that the generated code has for it.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Identifier">The constant, and a part of the methods' names.</param>
/// <param name="VariantsClass">The class with the variants' keys.</param>
/// <param name="VariantEnum">The enumeration of the variants.</param>
/// <param name="Variants">The variants; none when the flag is only on or off.</param>
/// <param name="PayloadRecord">The record for the payloads; empty for none.</param>
internal sealed record NamedFlag(
    TypedFlag Flag, string Identifier, string VariantsClass, string VariantEnum, IReadOnlyList<NamedVariant> Variants, string PayloadRecord = "");
