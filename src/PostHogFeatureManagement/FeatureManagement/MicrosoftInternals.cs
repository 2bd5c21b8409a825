using System.Runtime.CompilerServices;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// Every private part of Microsoft's packages that this library relies on, in one place. A contract test fails with advice when a new version changes one of them.
/// </summary>
internal static class MicrosoftInternals
{
    /// <summary>Where a manager gets its definitions. Null when this version keeps it elsewhere.</summary>
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

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_featureDefinitionProvider")]
    private static extern ref IFeatureDefinitionProvider? Provider(FeatureManager manager);
}
