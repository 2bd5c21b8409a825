using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PostHogFeatureManagement.Generators.Files;

/// <summary>What an additional file is. The package's MSBuild file says so in the item's metadata.</summary>
internal static class FileRoles
{
    public static bool IsFlags(AdditionalText file, AnalyzerConfigOptionsProvider options) => Has("PostHogFlags", file, options);

    public static bool IsConfiguration(AdditionalText file, AnalyzerConfigOptionsProvider options) => Has("PostHogConfiguration", file, options);

    public static bool IsMarkup(AdditionalText file) => HasExtension(file, ".cshtml") || IsComponent(file);

    public static bool IsComponent(AdditionalText file) => HasExtension(file, ".razor");

    private static bool HasExtension(AdditionalText file, string extension) => file.Path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static bool Has(string role, AdditionalText file, AnalyzerConfigOptionsProvider options) =>
        options.GetOptions(file).TryGetValue($"build_metadata.AdditionalFiles.{role}", out string? value)
        && value.Equals("true", StringComparison.OrdinalIgnoreCase);
}
