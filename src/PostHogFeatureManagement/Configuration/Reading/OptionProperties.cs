using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace PostHogFeatureManagement.Configuration.Reading;

/// <summary>The properties of the option classes that configuration can set, so no functions. They stay when an application is trimmed.</summary>
internal static class OptionProperties
{
    public static PropertyInfo? Find(Type options, string name) =>
        Array.Find(Of(options), property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public static IEnumerable<string> Names(Type options) => Of(options).Select(static property => property.Name);

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogFeatureManagementOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogClientOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogDefinitionsOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogCacheOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogEventsOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogIdentityOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogBrowserOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogEndpointOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogOverridesOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogFeatureManagementAdapterOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogExplainOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogDiagnosticsOptions))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(PostHogHealthOptions))]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The attributes above name every option class.")]
    private static PropertyInfo[] Of(Type options) =>
        [.. options.GetProperties().Where(static property => !property.PropertyType.IsAssignableTo(typeof(Delegate)))];
}
