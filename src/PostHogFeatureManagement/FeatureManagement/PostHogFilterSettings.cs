using Microsoft.Extensions.Configuration;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The filter's parameters in a configured flag: which PostHog flag, and which of its variants (FM-16).</summary>
/// <param name="Flag">The flag's key. Null for the name of the configured flag.</param>
/// <param name="Variant">The variant that the flag must have. Null for any.</param>
/// <param name="UnknownParameter">The name of a parameter that the filter does not have, such as a misspelt one. Null when there is none.</param>
internal sealed record PostHogFilterSettings(string? Flag, string? Variant, string? UnknownParameter)
{
    public static PostHogFilterSettings Bind(IConfiguration? parameters) => new(
        NullIfEmpty(parameters?[nameof(Flag)]),
        NullIfEmpty(parameters?[nameof(Variant)]),
        parameters?.GetChildren().Select(static child => child.Key).FirstOrDefault(static name => !IsKnown(name)));

    private static bool IsKnown(string name) =>
        name.Equals(nameof(Flag), StringComparison.OrdinalIgnoreCase) || name.Equals(nameof(Variant), StringComparison.OrdinalIgnoreCase);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
