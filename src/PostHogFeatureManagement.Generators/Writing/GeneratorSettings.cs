using Microsoft.CodeAnalysis.Diagnostics;

namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>How the project wants its flags generated.</summary>
/// <param name="Namespace">The namespace. Empty for the global one.</param>
/// <param name="ClassName">The class with the constants.</param>
/// <param name="HasPayloads">Whether payloads have records.</param>
internal sealed record GeneratorSettings(string Namespace, string ClassName, bool HasPayloads)
{
    /// <summary>The class with the extension methods.</summary>
    public string ExtensionsName => $"{ClassName.TrimStart('@')}Extensions";

    /// <summary>The class with the constants as metadata names it.</summary>
    public string MetadataName => MetadataNameOf(ClassName);

    /// <summary>The class with the extension methods as metadata names it.</summary>
    public string ExtensionsMetadataName => MetadataNameOf(ExtensionsName);

    public static GeneratorSettings Of(AnalyzerConfigOptions options)
    {
        string @namespace = Property(options, "PostHogFlagsNamespace") ?? Property(options, "RootNamespace") ?? string.Empty;
        return new(
            Identifier.CleanNamespace(@namespace),
            Identifier.Clean(Property(options, "PostHogFlagsClass") ?? "Flags"),
            string.Equals(Property(options, "PostHogFlagsPayloads"), "true", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A generated type, wherever it is named.</summary>
    public string Qualified(string type) => Namespace.Length == 0 ? $"global::{type}" : $"global::{Namespace}.{type}";

    private string MetadataNameOf(string type) => (Namespace.Length == 0 ? type : $"{Namespace}.{type}").Replace("@", string.Empty);

    private static string? Property(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue($"build_property.{name}", out string? value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
