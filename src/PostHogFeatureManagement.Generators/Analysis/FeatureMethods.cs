using Microsoft.CodeAnalysis;

namespace PostHogFeatureManagement.Generators.Analysis;

/// <summary>The methods and constructors that take the name of a feature.</summary>
internal sealed class FeatureMethods(Compilation compilation)
{
    private const string Microsoft = "Microsoft.FeatureManagement";

    // Interfaces, and what implements them.
    private readonly (INamedTypeSymbol? Type, string[] Methods)[] _interfaces =
    [
        (compilation.GetTypeByMetadataName($"{Microsoft}.IFeatureManager"), ["IsEnabledAsync"]),
        (compilation.GetTypeByMetadataName($"{Microsoft}.IVariantFeatureManager"), ["IsEnabledAsync", "GetVariantAsync"]),
        (compilation.GetTypeByMetadataName("PostHogFeatureManagement.IPostHogFlags"), ["GetFlagAsync"]),
    ];

    private readonly INamedTypeSymbol?[] _types =
    [
        compilation.GetTypeByMetadataName($"{Microsoft}.Mvc.FeatureGateAttribute"),
        compilation.GetTypeByMetadataName($"{Microsoft}.AspNetCore.FeatureGateEndpointFilter"),
        compilation.GetTypeByMetadataName($"{Microsoft}.AspNetCore.FeatureGateEndpointFilterExtensions"),
        compilation.GetTypeByMetadataName($"{Microsoft}.UseForFeatureExtensions"),
        compilation.GetTypeByMetadataName($"{Microsoft}.FilterCollectionExtensions"),
        compilation.GetTypeByMetadataName($"{Microsoft}.FeatureManagementBuilderExtensions"),
        compilation.GetTypeByMetadataName($"{Microsoft}.VariantFeatureManagerExtensions"),
        compilation.GetTypeByMetadataName("PostHogFeatureManagement.PostHogFlagsExtensions"),
        compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.PostHogEndpointConventionBuilderExtensions"),
    ];

    /// <summary>Whether the argument for this parameter is the name of a feature, or a list of names.</summary>
    public bool TakesNames(IMethodSymbol method, IParameterSymbol parameter)
    {
        INamedTypeSymbol type = method.ContainingType;
        if (IsOneOf(_types, type))
        {
            return IsNamedSo(parameter) && IsListOfNames(parameter.Type);
        }

        return parameter is { Ordinal: 0, Type.SpecialType: SpecialType.System_String }
            && Array.Exists(_interfaces, known => Array.IndexOf(known.Methods, method.Name) >= 0 && Implements(type, known.Type));
    }

    private static bool IsNamedSo(IParameterSymbol parameter) =>
        parameter.Name == "flagKey" || parameter.Name.StartsWith("feature", StringComparison.Ordinal);

    private static bool IsListOfNames(ITypeSymbol type) =>
        (type is IArrayTypeSymbol list ? list.ElementType : type).SpecialType is SpecialType.System_String or SpecialType.System_Object;

    private static bool Implements(INamedTypeSymbol type, INamedTypeSymbol? known) =>
        known is not null
        && (SymbolEqualityComparer.Default.Equals(type, known) || type.AllInterfaces.Contains(known, SymbolEqualityComparer.Default));

    private static bool IsOneOf(INamedTypeSymbol?[] types, INamedTypeSymbol type) =>
        Array.Exists(types, known => SymbolEqualityComparer.Default.Equals(known, type));
}
