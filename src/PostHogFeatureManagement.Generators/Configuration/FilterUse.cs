using Microsoft.CodeAnalysis.Text;

namespace PostHogFeatureManagement.Generators.Configuration;

/// <summary>A configured feature that asks for a flag of PostHog: the filter <c>PostHog</c> with its parameters.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="FlagSpan">Where its name stands.</param>
/// <param name="Variant">The variant that it must have; null for any.</param>
/// <param name="VariantSpan">Where that stands.</param>
internal sealed record FilterUse(string Flag, TextSpan FlagSpan, string? Variant, TextSpan VariantSpan);
