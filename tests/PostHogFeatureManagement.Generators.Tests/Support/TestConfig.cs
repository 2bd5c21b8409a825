namespace PostHogFeatureManagement.Generators.Tests.Support;

/// <summary>What the package's MSBuild file tells the compiler, as it passes it.</summary>
internal static class TestConfig
{
    public const string Configuration = "appsettings.json";

    public static string Text() =>
        $"""
        is_global = true
        build_property.RootNamespace = App

        [/0/{FlagsJson.Name}]
        build_metadata.AdditionalFiles.PostHogFlags = true

        [/0/{Configuration}]
        build_metadata.AdditionalFiles.PostHogConfiguration = true

        """;
}
