using System.Xml.Linq;
using PostHogFeatureManagement.Packages.Tests.Support;

namespace PostHogFeatureManagement.Packages.Tests;

/// <summary>What <c>dotnet pack</c> puts into the packages.</summary>
[Trait("Promise", "DX-04")]
public sealed class PackageContentTests(PackedFeed feed)
{
    public static TheoryData<string> Ids => [.. PackedFeed.Ids];

    public static TheoryData<string> Libraries => [.. PackedFeed.Libraries];

    [Fact]
    public void Pack_Repository_GivesThesePackagesAndSymbolsOfLibraries() => Assert.Equal(
        PackedFeed.Ids.Select(static id => FileOf(id, "nupkg")).Concat(PackedFeed.Libraries.Select(static id => FileOf(id, "snupkg"))).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(feed.Feed).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_Content_IsTheAssemblyWithItsDocumentation(string id)
    {
        string[] more = id == "PostHogFeatureManagement"
            ?
            [
                "analyzers/dotnet/cs/PostHogFeatureManagement.Generators.CodeFixes.dll",
                "analyzers/dotnet/cs/PostHogFeatureManagement.Generators.dll",
                "build/PostHogFeatureManagement.props",
                "build/PostHogFeatureManagement.targets",
            ]
            : [];
        using Package package = Open(id);
        using Package symbols = Open(id, "snupkg");

        Assert.Equal(["README.md", .. more, "icon.png", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], package.Content);
        Assert.Equal([$"lib/net10.0/{id}.pdb"], symbols.Content);
        Assert.Contains(XDocument.Parse(package.Text($"lib/net10.0/{id}.xml")).Descendants("member"), static member => member.Value.Trim().Length > 0);
    }

    [Fact]
    public void Tool_Content_IsWhatRunsWithItsSymbols()
    {
        const string Name = "PostHogFeatureManagement.Emulator.Tool";
        string[] own = ["PostHogFeatureManagement", "PostHogFeatureManagement.Emulator", Name];
        string[] files =
        [
            "DotnetToolSettings.xml", $"{Name}.deps.json", $"{Name}.runtimeconfig.json",
            "Microsoft.FeatureManagement.dll", "Microsoft.FeatureManagement.AspNetCore.dll", "Polly.Core.dll",
            .. own.Select(static name => $"{name}.dll"), .. own.Select(static name => $"{name}.pdb"),
        ];
        using Package package = Open(Name);

        Assert.Equal(["README.md", "icon.png", .. files.Select(static file => $"tools/net10.0/any/{file}").Order(StringComparer.Ordinal)], package.Content);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Package_Metadata_IsComplete(string id)
    {
        using Package package = Open(id);

        Assert.Equal(
            (id, PackedFeed.Version, "MIT", "README.md", "icon.png"),
            (package.Value("id"), package.Value("version"), package.Value("license"), package.Value("readme"), package.Value("icon")));
        Assert.NotEmpty(package.Value("description"));
        Assert.Contains("posthog feature-flags", package.Value("tags"), StringComparison.Ordinal);
        Assert.Equal(
            ["Microsoft.AspNetCore.App"],
            package.Metadata.Descendants(package.Metadata.Name.Namespace + "frameworkReference").Select(static framework => framework.Attribute("name")!.Value));
    }

    /// <summary>A package goes with its own version of the others and no other.</summary>
    [Theory]
    [InlineData("PostHogFeatureManagement", "Microsoft.FeatureManagement.AspNetCore", "Polly.Core")]
    [InlineData("PostHogFeatureManagement.Aspire.Hosting", "Aspire.Hosting", "PostHogFeatureManagement.Emulator")]
    [InlineData("PostHogFeatureManagement.Emulator", "PostHogFeatureManagement")]
    [InlineData("PostHogFeatureManagement.Emulator.Tool")]
    [InlineData("PostHogFeatureManagement.Redis", "PostHogFeatureManagement", "StackExchange.Redis")]
    [InlineData("PostHogFeatureManagement.Testing", "Microsoft.AspNetCore.Mvc.Testing", "PostHogFeatureManagement", "PostHogFeatureManagement.Emulator")]
    public void Package_Dependencies_AreOnlyThese(string id, params string[] dependencies)
    {
        using Package package = Open(id);

        Assert.Equal(dependencies, package.Dependencies.Select(static dependency => dependency.Split(' ')[0]));
        Assert.All(
            package.Dependencies.Where(static dependency => dependency.StartsWith("PostHog", StringComparison.Ordinal)),
            static dependency => Assert.EndsWith($" [{PackedFeed.Version}]", dependency, StringComparison.Ordinal));
    }

    /// <summary>A relative link of a package's page leads nowhere.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Package_Readme_HasNoRelativeLinks(string id)
    {
        using Package package = Open(id);
        string text = package.Text("README.md");

        Assert.StartsWith($"# {id}\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\]\((?!https://)", text);
    }

    private Package Open(string id, string extension = "nupkg") => new(Path.Combine(feed.Feed, FileOf(id, extension)));

    private static string FileOf(string id, string extension) => $"{id}.{PackedFeed.Version}.{extension}";
}
