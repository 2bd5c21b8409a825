using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// In an application that was published trimmed, every setting was missing. The build now fails where code is lost by trimming, except for the option classes,
/// which are found by reflection.
/// </summary>
[Trait("Promise", "OP-04")]
public sealed class TrimmedApplicationLosesSettingsTests
{
    [Fact]
    public void Library_Build_ChecksTrimming()
    {
        IEnumerable<AssemblyMetadataAttribute> metadata = typeof(PostHogFeatureManagementOptions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();

        Assert.Contains(metadata, static entry => entry is { Key: "IsTrimmable", Value: "True" });
    }

    [Fact]
    public void OptionProperties_EveryOptionClass_IsKept()
    {
        IEnumerable<string?> kept = typeof(OptionProperties)
            .GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .SelectMany(static method => method.GetCustomAttributes<DynamicDependencyAttribute>())
            .Select(static dependency => dependency.Type?.Name);

        Assert.Equal(OptionClasses(typeof(PostHogFeatureManagementOptions)).Select(static type => type.Name).Order(), kept.Order());
    }

    private static IEnumerable<Type> OptionClasses(Type options) =>
    [
        options,
        .. options.GetProperties()
            .Select(static property => property.PropertyType)
            .Where(static type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .SelectMany(OptionClasses),
    ];
}
