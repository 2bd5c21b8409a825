using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace PostHogFeatureManagement.Generators.Tests.Support;

/// <summary>What this test project runs on: the framework, Microsoft.FeatureManagement and this library. Nothing is downloaded.</summary>
internal static class TestReferences
{
    public static readonly ReferenceAssemblies None = new("net10.0");

    public static readonly IReadOnlyList<MetadataReference> All =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is { } name && !name.Contains("Generators", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];
}
