using System.Text.RegularExpressions;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>The page that shows the way of a check names files, folders and types that exist, and has all folders and allowed edges.</summary>
[Trait("Promise", "DX-07")]
public sealed partial class ArchitecturePageTests
{
    private static readonly DocumentationPage Page = DocumentationPage.All.Single(static page => page.IsForMaintainers);

    private static readonly string[] RepositoryFiles =
    [
        .. new[] { Repository.Source, Path.Combine(Repository.Root, "tests") }
            .SelectMany(static folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root))
            .Select(static file => $"/{Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')}")
            .Where(static file => !file.Split('/').Any(static part => part is "bin" or "obj" or "node_modules")),
    ];

    private static readonly HashSet<string> InternalNames =
    [
        .. PublicNames.Packages
            .SelectMany(static package => package.GetTypes())
            .SelectMany(static type => type.GetMembers().Select(static member => member.Name).Append(type.Name.Split('`')[0])),
    ];

    [Fact]
    public void Page_Files_Exist() => AssertNone(
        Page.InlineCode.Where(static code => FileName().IsMatch(code) && !RepositoryFiles.Any(file => file.EndsWith($"/{code}", StringComparison.Ordinal))));

    [Fact]
    public void Page_Folders_Exist() => AssertNone(
        Page.InlineCode.Where(static code => FolderName().IsMatch(code) && !RepositoryFiles.Any(file => file.Contains($"/{code}", StringComparison.Ordinal))));

    [Fact]
    public void Page_Names_Exist() => AssertNone(Page.InlineCode.SelectMany(PublicNames.UnknownIn).Where(static name => !InternalNames.Contains(name)));

    [Fact]
    public void Page_Layout_HasAllFolders()
    {
        string project = string.Empty;
        var listed = new List<string>();
        foreach (Match row in LayoutRow().Matches(Page.Text))
        {
            bool isProject = row.Groups["project"].Success;
            project = isProject ? row.Groups["project"].Value : project;
            listed.Add(isProject ? project : project + row.Groups["folder"].Value);
        }

        Assert.Equal(SourceFolders().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_Edges_AreThoseOfTheArchitectureTests()
    {
        IEnumerable<string> allowed = ArchitectureTests.AllowedEdges.Select(static edge =>
            $"| {edge.Key} | {(edge.Value.Length == 0 ? "nothing" : string.Join(", ", edge.Value))} |");

        Assert.All(allowed, static row => Assert.Contains($"\n{row}\n", Page.Text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> SourceFolders() => RepositoryFiles
        .Where(static file => file.StartsWith("/src/", StringComparison.Ordinal))
        .Select(static file => file[1..(file.LastIndexOf('/') + 1)])
        .Where(static folder => folder != "src/" && !folder.Contains("/docs/", StringComparison.Ordinal))
        .Distinct();

    // Shows every problem in full. A collection assertion shows only the start of the first few.
    private static void AssertNone(IEnumerable<string> problems)
    {
        string text = string.Join('\n', problems);
        Assert.True(text.Length == 0, text);
    }

    [GeneratedRegex(@"^[\w./]+\.(cs|csproj|props|txt|md|json|sh)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^\w[\w./]*/$")]
    private static partial Regex FolderName();

    [GeneratedRegex(@"^\| (\*\*`(?<project>src/[\w.]+/)`\*\*|`(?<folder>[\w/]+/)`) \|", RegexOptions.Multiline)]
    private static partial Regex LayoutRow();
}
