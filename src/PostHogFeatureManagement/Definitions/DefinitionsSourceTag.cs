namespace PostHogFeatureManagement.Definitions;

/// <summary>A source of definitions in metrics and in health data.</summary>
internal static class DefinitionsSourceTag
{
    public static string ToTag(this DefinitionsSource source) => source switch
    {
        DefinitionsSource.Server => "server",
        DefinitionsSource.Shared => "shared",
        DefinitionsSource.Bootstrap => "bootstrap",
        _ => "file",
    };
}
