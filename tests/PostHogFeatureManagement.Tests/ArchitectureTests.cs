using System.Reflection;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests;

/// <summary>The shape of the library: which folder may use which (architecture §2), and that files stay short enough to read in one go.</summary>
public sealed class ArchitectureTests
{
    private const string RootFolder = "(root)";
    private const int MostFilesInAFolder = 25;
    private static readonly Assembly Library = typeof(PostHogContext).Assembly;
    private static readonly string LibraryFolder = Path.Combine(Repository.Source, "PostHogFeatureManagement");
    private static readonly SourceMap Sources = new(LibraryFolder);

    internal static readonly Dictionary<string, string[]> AllowedEdges = new()
    {
        [RootFolder] = [],
        ["Evaluation"] = [RootFolder],
        ["Configuration"] = [RootFolder],
        ["Diagnostics"] = [RootFolder],
        ["Resilience"] = ["Diagnostics"],
        ["Caching"] = ["Configuration", "Diagnostics", "Resilience"],
        ["Client"] = [RootFolder, "Configuration", "Diagnostics", "Resilience"],
        ["Fleet"] = [RootFolder, "Configuration", "Diagnostics", "Resilience", "Caching", "Client"],
        ["Definitions"] = [RootFolder, "Evaluation", "Configuration", "Diagnostics", "Resilience", "Client", "Caching", "Fleet"],
        ["Identity"] = [RootFolder, "Configuration", "Diagnostics"],
        ["Flags"] = [RootFolder, "Evaluation", "Definitions", "Client", "Caching", "Identity", "Configuration", "Diagnostics", "Resilience"],
        ["Events"] = [RootFolder, "Flags", "Identity", "Client", "Fleet", "Configuration", "Diagnostics", "Resilience"],
        ["Explain"] = [RootFolder, "Evaluation", "Definitions", "Flags", "Events", "Client", "Identity", "Configuration", "Diagnostics"],
        ["FeatureManagement"] = [RootFolder, "Evaluation", "Flags", "Definitions", "Identity", "Configuration", "Diagnostics"],
        ["AspNetCore"] = [RootFolder, "Evaluation", "Flags", "Definitions", "Explain", "Identity", "FeatureManagement", "Configuration", "Diagnostics"],
    };

    private static readonly Dictionary<string, string[]> FoldersThatMaySee = new()
    {
        ["Polly"] = ["Client"],
        ["Microsoft.Extensions.Caching.Distributed"] = ["Caching", "Fleet"],
        ["Microsoft.FeatureManagement"] = ["FeatureManagement", "AspNetCore", "DependencyInjection"],
    };

    [Fact]
    public void Folders_UsedTypes_AreAllowed()
    {
        string[] forbidden =
        [
            .. from type in Library.GetTypes()
               let folder = FolderOf(type)
               where folder is not (null or "DependencyInjection")
               from used in TypeUse.Of(type)
               let other = FolderOf(used)
               where other is not null && other != folder && !AllowedEdges[folder].Contains(other)
               select $"{type.FullName} uses {used.FullName}",
        ];

        Assert.Empty(forbidden);
    }

    [Fact]
    public void Folders_UsedLibraries_AreAllowed()
    {
        string[] forbidden =
        [
            .. from type in Library.GetTypes()
               let folder = FolderOf(type)
               where folder is not null
               from used in TypeUse.Of(type)
               where used.Assembly != Library
               from rule in FoldersThatMaySee
               where used.Namespace is { } space && (space == rule.Key || space.StartsWith(rule.Key + ".", StringComparison.Ordinal)) && !rule.Value.Contains(folder)
               select $"{type.FullName} uses {used.FullName}",
        ];

        Assert.Empty(forbidden);
    }

    [Fact]
    public void AllowedEdges_All_HaveNoCycles()
    {
        var settled = new HashSet<string>();
        while (settled.Count < AllowedEdges.Count)
        {
            string[] next = [.. AllowedEdges.Where(edge => !settled.Contains(edge.Key) && edge.Value.All(settled.Contains)).Select(edge => edge.Key)];
            Assert.NotEmpty(next);
            settled.UnionWith(next);
        }
    }

    [Fact]
    public void TypeUse_CallWithoutUsingDirective_IsFound() => Assert.Contains(typeof(Uri), TypeUse.Of(typeof(Caller)));

    [Fact]
    public void Types_All_AreDeclaredInASourceFile() => Assert.Empty(Sources.Unplaced(Library));

    [Fact]
    public void Folders_All_HaveARule() => Assert.Empty(
        Library.GetTypes().Select(FolderOf).OfType<string>().Distinct().Except(AllowedEdges.Keys).Except(["DependencyInjection"]));

    [Fact]
    public void Namespaces_PublicAndInternalTypes_FollowTheRule()
    {
        string[] astray =
        [
            .. from type in Library.GetTypes()
               where !type.IsNested && Sources.FolderOf(type) is not null && !IsExtensionOfMicrosofts(type)
               let home = string.Join('.', [nameof(PostHogFeatureManagement), .. Sources.FolderOf(type)!.Split('/', StringSplitOptions.RemoveEmptyEntries)])
               where type.Namespace != (type.IsPublic ? nameof(PostHogFeatureManagement) : home)
               select type.FullName,
        ];

        Assert.Empty(astray);
    }

    [Fact]
    public void Folders_All_HoldFewFiles() => Assert.Empty(
        Repository.SourceFiles(Repository.Source)
            .Where(IsOurs)
            .GroupBy(file => Path.GetDirectoryName(file)!)
            .Where(folder => folder.Count() > MostFilesInAFolder)
            .Select(folder => $"{folder.Key}: {folder.Count()}"));

    [Fact]
    public void Files_Source_AreShort()
    {
        int[] lengths = [.. Repository.SourceFiles(Repository.Source).Where(IsOurs).Select(file => File.ReadLines(file).Count()).Order()];

        Assert.InRange(lengths[^1], 1, 300);
        Assert.InRange(lengths[lengths.Length / 2], 1, 50);
    }

    [Fact]
    public void Files_Tests_AreShort() =>
        Assert.All(Repository.SourceFiles(Path.Combine(Repository.Root, "tests")).Where(IsOurs), file => Assert.InRange(File.ReadLines(file).Count(), 1, 300));

    private static bool IsOurs(string file) => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static bool IsExtensionOfMicrosofts(Type type) =>
        type is { IsPublic: true, IsAbstract: true, IsSealed: true } && type.Namespace!.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static string? FolderOf(Type type)
    {
        string? folder = type.Assembly == Library ? Sources.FolderOf(type) : null;
        return folder is { Length: 0 } ? RootFolder : folder?.Split('/')[0];
    }

    private sealed class Caller
    {
        public static bool Call() => Uri.IsWellFormedUriString("x", UriKind.Absolute);
    }
}
