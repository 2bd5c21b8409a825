using System.Text.RegularExpressions;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>Whatever code, tests and pages cite can be read in the repository, and a promise that counts as kept has a test.</summary>
[Trait("Promise", "DX-07")]
public sealed partial class CitationTests
{
    private static readonly string[] CitingFiles = [".cs", ".cshtml", ".html", ".js", ".md", ".razor", ".sh"];

    [Fact]
    public void Citations_AreAllInAPaper()
    {
        string[] missing =
        [
            .. from file in Files("src", "tests", "sample-web")
               from citation in Papers.MissingFor(file, File.ReadAllText(file))
               select $"{Path.GetRelativePath(Repository.Root, file)}:{citation.Line}: {citation.Name}",
        ];

        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Fact]
    public void KeptPromises_AreAllProvedByATest()
    {
        HashSet<string> proved = [.. Files("tests").SelectMany(static file => Promise().Matches(File.ReadAllText(file)).Select(static match => match.Value.Trim('"')))];

        Assert.NotEmpty(Papers.Kept);
        Assert.Empty(Papers.Kept.Except(proved));
    }

    // The ids below are put together, so that this file does not cite them itself.
    [Fact]
    public void MissingFor_UnknownIdsAndSections_AreFound()
    {
        string[] unknown = [$"FM-{99}", $"D{99}", $"P{40}", $"O{16}", $"B{25}", $"F{12}", $"E{3}", $"style A{1}", $"protocol {'§'}99.1", $"design {'§'}4", $"{'§'}3.3"];

        Assert.All(unknown, static id => Assert.Equal([new Citation(id, 2)], Papers.MissingFor("Code.cs", $"// A comment\n// that cites ({id}).")));
    }

    [Fact]
    public void MissingFor_KnownIdsAndSections_AreNot() =>
        Assert.Empty(Papers.MissingFor("Code.cs", "// Protocol §6.3, §6.6 and §3.1–§3.3; architecture §4; D16b, FM-07, P01, O15, B3, M2, D-m; at P99 in #F0F0F0."));

    [Fact]
    public void In_SectionWithoutAPaper_BelongsToThePaperNamedLastOnItsLine()
    {
        const char Section = '§';
        string text = $"design {Section}4, {Section}5; Protocol {Section}2.3\n{Section}7";

        Assert.Equal(
            [new($"design {Section}4", 1), new($"design {Section}5", 1), new($"protocol {Section}2.3", 1), new($"promises {Section}7", 2)],
            Citations.In(text, "promises"));
    }

    [Fact]
    public void KeptIn_OtherStates_AreLeftOut() =>
        Assert.Equal(["AA-01"], Papers.KeptIn("| AA-01 | one | kept |\n| AA-02 | two | partly: kept in part |\n| AA-03 | three, never kept | to come |"));

    private static IEnumerable<string> Files(params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
        where CitingFiles.Contains(Path.GetExtension(file))
        where !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj" or "node_modules")
        select file;

    [GeneratedRegex(""" "[A-Z]{2}-\d+" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Promise();
}
