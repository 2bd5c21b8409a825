using Microsoft.Extensions.Configuration;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The filter's parameters in a configured flag: which PostHog flag, and which of its variants (FM-16).</summary>
internal sealed record PostHogFilterSettings(string? Flag, string? Variant)
{
    public static PostHogFilterSettings Bind(IConfiguration? parameters) => new(NullIfEmpty(parameters?["Flag"]), NullIfEmpty(parameters?["Variant"]));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
