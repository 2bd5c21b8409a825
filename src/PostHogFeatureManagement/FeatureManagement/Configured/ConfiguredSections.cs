using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// The names that Microsoft's provider enumerates. Its list ends at the first flag it cannot read and there is no public way past that one, so the sections it goes through are looked at
/// where it keeps them.
/// </summary>
internal static class ConfiguredSections
{
    /// <summary>Null for other providers, and for versions of Microsoft's that keep their sections otherwise.</summary>
    public static IReadOnlyList<string>? FindNames(IFeatureDefinitionProvider provider)
    {
        if (provider is not ConfigurationFeatureDefinitionProvider microsofts)
        {
            return null;
        }

        try
        {
            IEnumerable<string?> names = (MicrosoftSchema(microsofts) ?? []).Select(static flag => flag["id"])
                .Concat((DotnetSchema(microsofts) ?? []).Select(static flag => flag.Key));
            return [.. names.OfType<string>().Where(static name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        }
        catch (MissingFieldException)
        {
            return null;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_microsoftFeatureDefinitionSections")]
    private static extern ref IEnumerable<IConfigurationSection>? MicrosoftSchema(ConfigurationFeatureDefinitionProvider provider);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_dotnetFeatureDefinitionSections")]
    private static extern ref IEnumerable<IConfigurationSection>? DotnetSchema(ConfigurationFeatureDefinitionProvider provider);
}
