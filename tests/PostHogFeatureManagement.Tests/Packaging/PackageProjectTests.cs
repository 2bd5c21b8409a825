using System.Diagnostics;
using System.Text.Json;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Packaging;

/// <summary>What the projects have to be like for good packages. The packages themselves are checked in PostHogFeatureManagement.Packages.Tests.</summary>
[Trait("Promise", "DX-04")]
public sealed class PackageProjectTests
{
    /// <summary>The logging generator orders several classes, or several parts of a class, differently in each build.</summary>
    [Theory]
    [InlineData("PostHogFeatureManagement")]
    [InlineData("PostHogFeatureManagement.Aspire.Hosting")]
    [InlineData("PostHogFeatureManagement.Emulator")]
    [InlineData("PostHogFeatureManagement.Emulator.Tool")]
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
        Assert.All(projects, static project => Assert.Equal("false", project.GetProperty("Properties").GetProperty("IsPackable").GetString()));
    }

    private static async Task<JsonElement> EvaluateAsync(string project)
    {
        string[] arguments = ["msbuild", project, "-nologo", "-getProperty:IsPackable,PackageId"];
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return JsonElement.Parse(output);
    }
}
