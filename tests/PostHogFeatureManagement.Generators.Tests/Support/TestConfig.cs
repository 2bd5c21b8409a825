namespace PostHogFeatureManagement.Generators.Tests.Support;

/// <summary>What the package's MSBuild file tells the compiler, as it passes it.</summary>
internal static class TestConfig
{
    /// <summary>The folder of the project.</summary>
    public const string Root = "/0/";

    public const string Configuration = "appsettings.json";

    public static string Text() =>
        $"""
        is_global = true
        build_property.RootNamespace = App

        [{Root}{FlagsJson.Name}]
        build_metadata.AdditionalFiles.PostHogFlags = true

        [{Root}{Configuration}]
        build_metadata.AdditionalFiles.PostHogConfiguration = true

        """;
}
