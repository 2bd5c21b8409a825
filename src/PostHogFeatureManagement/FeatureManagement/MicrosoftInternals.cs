using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// Everything that this library relies on in Microsoft's packages and that their documentation does not promise, in one place.
/// MicrosoftInternalsTests fail with advice when a new version changes one of them.
/// </summary>
internal static class MicrosoftInternals
{
    /// <summary>The key that the authorization middleware leaves in <c>HttpContext.Items</c> for the endpoint middleware.</summary>
    public const string AuthorizationHasRun = "__AuthorizationMiddlewareWithEndpointInvoked";

    private static readonly Assembly BlazorServer = typeof(CircuitHandler).Assembly;

    /// <summary>Whether the service is one that <c>AddFeatureManagement()</c> registers: it registers factories.</summary>
    public static bool IsMicrosofts(this ServiceDescriptor service) =>
        !service.IsKeyedService && service.ImplementationFactory?.Method.Module == typeof(FeatureManager).Module;

    /// <summary>Whether the hub is the one that carries Blazor Server circuits, which is not public.</summary>
    public static bool IsCircuitHub(Type hub) => hub.Assembly == BlazorServer;

    /// <summary>The provider that a manager gets its definitions from. Null when this version keeps it elsewhere.</summary>
    public static IFeatureDefinitionProvider? ProviderOf(FeatureManager manager)
    {
        try
        {
            return Provider(manager);
        }
        catch (MissingFieldException)
        {
            return null;
        }
    }

    /// <summary>
    /// The names that Microsoft's provider enumerates. Its own list ends at the first flag that it cannot read, and there is no public way past that one.
    /// Null for other providers, and when this version keeps its sections elsewhere.
    /// </summary>
    public static IReadOnlyList<string>? ConfiguredNamesOf(IFeatureDefinitionProvider provider)
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

    /// <summary>A filter with settings and empty parameters. The constructor builds a whole configuration for parameters, which costs more than the rest of a definition.</summary>
    public static FeatureFilterConfiguration CreateFilter(string name, IConfiguration noParameters, object settings)
    {
        var filter = (FeatureFilterConfiguration)RuntimeHelpers.GetUninitializedObject(typeof(FeatureFilterConfiguration));
        filter.Name = name;
        filter.Parameters = noParameters;
        filter.ParametersObject = settings;
        return filter;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_featureDefinitionProvider")]
    private static extern ref IFeatureDefinitionProvider? Provider(FeatureManager manager);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_microsoftFeatureDefinitionSections")]
    private static extern ref IEnumerable<IConfigurationSection>? MicrosoftSchema(ConfigurationFeatureDefinitionProvider provider);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_dotnetFeatureDefinitionSections")]
    private static extern ref IEnumerable<IConfigurationSection>? DotnetSchema(ConfigurationFeatureDefinitionProvider provider);
}
