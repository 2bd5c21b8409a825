using Microsoft.CodeAnalysis;
using PostHogFeatureManagement.Generators.Writing;

namespace PostHogFeatureManagement.Generators.Analysis;

/// <summary>The constants of the generated class, with those that the application added to it.</summary>
internal sealed class FlagConstants
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly INamedTypeSymbol? _extensions;

    public FlagConstants(Compilation compilation, GeneratorSettings settings)
    {
        _extensions = compilation.Assembly.GetTypeByMetadataName(settings.ExtensionsMetadataName);
        if (compilation.Assembly.GetTypeByMetadataName(settings.MetadataName) is not { } type)
        {
            return;
        }

        string className = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.ConstantValue is string key)
            {
                _keys[field.Name] = key;
                if (!_names.ContainsKey(key))
                {
                    _names.Add(key, $"{className}.{field.Name}");
                }
            }
        }
    }

    public bool Contains(string key) => _names.ContainsKey(key);

    /// <summary>The constant with this value, fully qualified.</summary>
    public string? NameOf(string key) => _names.TryGetValue(key, out string name) ? name : null;

    /// <summary>The flag that a generated method checks; null for other methods.</summary>
    public string? KeyOfCheck(IMethodSymbol method)
    {
        const string Prefix = "Is";
        const string Suffix = "EnabledAsync";
        return SymbolEqualityComparer.Default.Equals(method.ContainingType, _extensions)
            && method.Name.Length > Prefix.Length + Suffix.Length
            && method.Name.StartsWith(Prefix, StringComparison.Ordinal)
            && method.Name.EndsWith(Suffix, StringComparison.Ordinal)
            && _keys.TryGetValue(method.Name.Substring(Prefix.Length, method.Name.Length - Prefix.Length - Suffix.Length), out string key)
                ? key
                : null;
    }
}
