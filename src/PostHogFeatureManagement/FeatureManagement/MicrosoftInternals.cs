using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// Every detail of Microsoft's packages that this library relies on and that their documentation does not promise.
/// MicrosoftInternalsTests fail with advice when a new version changes one of these details.
/// </summary>
internal static class MicrosoftInternals
{
    /// <summary>The key that the authorization middleware sets in <c>HttpContext.Items</c> for the endpoint middleware.</summary>
    public const string AuthorizationHasRun = "__AuthorizationMiddlewareWithEndpointInvoked";

    private static readonly Action<FeatureManager, IEnumerable<ISessionManager>> SetSessions =
        typeof(FeatureManager).GetProperty(nameof(FeatureManager.SessionManagers))!.SetMethod!.CreateDelegate<Action<FeatureManager, IEnumerable<ISessionManager>>>();

    private static readonly Assembly BlazorServer = typeof(CircuitHandler).Assembly;

    /// <summary>Whether <c>AddFeatureManagement()</c> registered the service. It registers factories.</summary>
    public static bool IsMicrosofts(this ServiceDescriptor service) =>
        !service.IsKeyedService && service.ImplementationFactory?.Method.Module == typeof(FeatureManager).Module;

    /// <summary>Whether the hub carries Blazor Server circuits. The type of that hub is not public.</summary>
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
    /// The names that Microsoft's provider enumerates. Its own list ends at the first flag that it cannot read, and no public member continues after that flag.
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

    /// <summary>
    /// A filter with settings and empty parameters. It skips the constructor, which builds an entire configuration for the parameters and costs more than the
    /// rest of a definition.
    /// </summary>
    public static FeatureFilterConfiguration CreateFilter(string name, IConfiguration noParameters, object settings)
    {
        var filter = (FeatureFilterConfiguration)RuntimeHelpers.GetUninitializedObject(typeof(FeatureFilterConfiguration));
        filter.Name = name;
        filter.Parameters = noParameters;
        filter.ParametersObject = settings;
        return filter;
    }

    /// <summary>Replaces the session managers of a manager that already exists. The property is public, but only an initializer may set it.</summary>
    public static void SetSessionManagers(FeatureManager manager, IEnumerable<ISessionManager> sessions) => SetSessions(manager, sessions);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_featureDefinitionProvider")]
    private static extern ref IFeatureDefinitionProvider? Provider(FeatureManager manager);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_microsoftFeatureDefinitionSections")]
    private static extern ref IEnumerable<IConfigurationSection>? MicrosoftSchema(ConfigurationFeatureDefinitionProvider provider);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_dotnetFeatureDefinitionSections")]
    private static extern ref IEnumerable<IConfigurationSection>? DotnetSchema(ConfigurationFeatureDefinitionProvider provider);
}
