using System.Diagnostics;
using System.Text.Json;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Packaging;

/// <summary>The settings that <c>dotnet pack</c> uses, as MSBuild evaluates them.</summary>
[Trait("Promise", "DX-04")]
public sealed class PackageProjectTests
{
    [Theory]
    [InlineData("PostHogFeatureManagement", "Microsoft.FeatureManagement.AspNetCore", "Polly.Core")]
    [InlineData("PostHogFeatureManagement.Emulator")]
    [InlineData("PostHogFeatureManagement.Emulator.Tool")]
    [InlineData("PostHogFeatureManagement.Aspire.Hosting", "Aspire.Hosting")]
    [InlineData("PostHogFeatureManagement.Redis", "StackExchange.Redis")]
    [InlineData("PostHogFeatureManagement.Testing", "Microsoft.AspNetCore.Mvc.Testing")]
    public async Task Package_EachProject_HasItsMetadataAndOnlyItsDependencies(string name, params string[] dependencies)
    {
        JsonElement project = await EvaluateAsync(Path.Combine(Repository.Source, name, $"{name}.csproj"));

        JsonElement properties = project.GetProperty("Properties");
        Assert.Equal((name, "true", "MIT"), (Text(properties, "PackageId"), Text(properties, "IsPackable"), Text(properties, "PackageLicenseExpression")));
        Assert.Equal(
            ("true", "true", "snupkg"),
            (Text(properties, "GenerateDocumentationFile"), Text(properties, "IncludeSymbols"), Text(properties, "SymbolPackageFormat")));
        Assert.NotEmpty(Text(properties, "Description"));
        Assert.Contains("posthog;feature-flags", Text(properties, "PackageTags"), StringComparison.Ordinal);
        JsonElement items = project.GetProperty("Items");
        IEnumerable<JsonElement> packed = items.GetProperty("None").EnumerateArray().Where(static file => Text(file, "Pack") == "true");
        Assert.Contains(packed, file => Path.GetFileName(Text(file, "Identity")) == Text(properties, "PackageReadmeFile"));
        Assert.Contains(packed, file => Path.GetFileName(Text(file, "Identity")) == Text(properties, "PackageIcon"));
        Assert.Equal(Text(properties, "RepositoryUrl"), Text(properties, "PackageProjectUrl"));
        IEnumerable<string> frameworks = items.GetProperty("FrameworkReference").EnumerateArray().Select(static reference => Text(reference, "Identity"));
        Assert.Equal(["Microsoft.AspNetCore.App"], frameworks.Except(["Microsoft.NETCore.App"]));
        IEnumerable<JsonElement> references = items.GetProperty("PackageReference").EnumerateArray();
        Assert.Equal(
            dependencies,
            references
                .Where(static reference => Text(reference, "PrivateAssets") != "all")
                .Select(static reference => Text(reference, "Identity"))
                .Order(StringComparer.Ordinal));
    }

    /// <summary>A relative link of a package's page leads nowhere.</summary>
    [Theory]
    [InlineData("PostHogFeatureManagement")]
    [InlineData("PostHogFeatureManagement.Emulator")]
    [InlineData("PostHogFeatureManagement.Emulator.Tool")]
    [InlineData("PostHogFeatureManagement.Aspire.Hosting")]
    [InlineData("PostHogFeatureManagement.Redis")]
    [InlineData("PostHogFeatureManagement.Testing")]
    public async Task Readme_OfEachPackage_HasNoRelativeLinks(string name)
    {
        string text = await File.ReadAllTextAsync(Path.Combine(Repository.Source, name, "README.md"), TestContext.Current.CancellationToken);

        Assert.StartsWith($"# {name}\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\]\((?!https://)", text);
    }

    /// <summary>The logging generator orders several classes, or several parts of a class, differently in each build.</summary>
    [Theory]
    [InlineData("PostHogFeatureManagement")]
    [InlineData("PostHogFeatureManagement.Emulator")]
    [InlineData("PostHogFeatureManagement.Emulator.Tool")]
    [InlineData("PostHogFeatureManagement.Aspire.Hosting")]
    [InlineData("PostHogFeatureManagement.Redis")]
    [InlineData("PostHogFeatureManagement.Testing")]
    public void Package_LogMessages_AreInOneFileForReproducibleBuilds(string name)
    {
        IEnumerable<string> files = Repository.SourceFiles(Path.Combine(Repository.Source, name));
        Assert.InRange(files.Count(static file => File.ReadAllText(file).Contains("[LoggerMessage(", StringComparison.Ordinal)), 0, 1);
    }

    [Fact]
    public async Task OtherProjects_Always_AreNotPackable()
    {
        IEnumerable<string> folders = [Path.Combine(Repository.Root, "sample-web"), .. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "tests"))];
        string[] others = [.. folders.SelectMany(static folder => Directory.EnumerateFiles(folder, "*.csproj"))];

        JsonElement[] projects = await Task.WhenAll(others.Select(EvaluateAsync));

        Assert.NotEmpty(projects);
        Assert.All(projects, static project => Assert.Equal("false", Text(project.GetProperty("Properties"), "IsPackable")));
    }

    private static async Task<JsonElement> EvaluateAsync(string project)
    {
        string[] asked =
        [
            "-getProperty:PackageId,IsPackable,PackageLicenseExpression,PackageReadmeFile,PackageIcon,PackageTags,Description",
            "-getProperty:RepositoryUrl,PackageProjectUrl",
            "-getProperty:GenerateDocumentationFile,IncludeSymbols,SymbolPackageFormat",
            "-getItem:None,PackageReference,FrameworkReference",
        ];
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", .. asked]) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return JsonElement.Parse(output);
    }

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetString()! : string.Empty;
}
