using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Packages.Tests.Support;

/// <summary>
/// A folder outside of the repository with all packages, and applications that use them. It has a folder of its own for unpacked packages, so that no older
/// package of the same version is taken.
/// </summary>
public sealed class PackedFeed : IAsyncLifetime
{
    /// <summary>A version that no registry has.</summary>
    public const string Version = "0.1.0-packed";

    public static readonly IReadOnlyList<string> Libraries =
    [
        "PostHogFeatureManagement",
        "PostHogFeatureManagement.Aspire.Hosting",
        "PostHogFeatureManagement.Emulator",
        "PostHogFeatureManagement.Redis",
        "PostHogFeatureManagement.Testing",
    ];

    /// <summary>The packages that there must be.</summary>
    public static readonly IReadOnlyList<string> Ids = [.. Libraries, "PostHogFeatureManagement.Emulator.Tool"];

    private const string Settings =
        """
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="unpacked" />
          </config>
          <packageSources>
            <add key="packed" value="feed" />
          </packageSources>
        </configuration>
        """;

    private static readonly string Project = Path.Combine(Repository.Root, "tests", "PostHogFeatureManagement.Packages.Tests");

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string>> _build;

    public PackedFeed() => _build = new(BuildAsync);

    public string Folder => _folder.Path;

    public string Feed => _folder["feed"];

    /// <summary>The folder with the applications.</summary>
    public string Consumer => _folder["consumer"];

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name == "release" ? "Release" : "Debug";

    public async ValueTask InitializeAsync()
    {
        _folder.Write("nuget.config", Settings);
        await CommandLine.RunAsync(
            Project,
            "dotnet",
            ["msbuild", "Support/pack.proj", "-nologo", "-m", "-v:q", $"-p:Configuration={Configuration}", $"-p:Version={Version}", $"-p:PackageOutputPath={Feed}"]);
        Copy(Path.Combine(Project, "Consumer"), Consumer);
    }

    /// <summary>Builds the applications, once.</summary>
    /// <returns>What the build printed.</returns>
    public Task<string> BuildConsumerAsync() => _build.Value;

    /// <summary>A program that was built.</summary>
    public string ProgramOf(string project) => Path.Combine(Consumer, project, "bin", "Debug", "net10.0", project);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<string> BuildAsync() => CommandLine.RunAsync(Consumer, "dotnet", ["build", "-m", "-v:m", $"-p:PackedVersion={Version}"]);

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
