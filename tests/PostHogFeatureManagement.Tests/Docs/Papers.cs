using System.Text.RegularExpressions;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>The pages that code and tests cite, and what they define: numbered sections, and the ids at the beginning of table rows.</summary>
internal static partial class Papers
{
    private static readonly HashSet<string> Known = [.. DocumentationPage.All.SelectMany(static page => DefinedIn(NameOf(page.Name), page.Text))];

    public static IEnumerable<string> Kept { get; } = KeptIn(DocumentationPage.All.Single(static page => NameOf(page.Name) == "promises").Text);

    /// <summary>The citations of a text that no paper has.</summary>
    public static IEnumerable<Citation> MissingFor(string path, string text) => Citations.In(text, PaperOf(path)).Where(static citation => !Known.Contains(citation.Name));

    public static IEnumerable<string> DefinedIn(string name, string text) =>
    [
        .. Heading().Matches(text).Select(heading => $"{name} §{heading.Groups["section"].Value}"),
        .. Row().Matches(text).Select(static row => row.Groups["id"].Value),
    ];

    public static IEnumerable<string> KeptIn(string promises) => KeptRow().Matches(promises).Select(static row => row.Groups["id"].Value);

    // Papers cite their own sections without a name, and the promises those of the protocol.
    private static string PaperOf(string path) => NameOf(path) switch
    {
        "promises" => "protocol",
        "protocol" or "architecture" when path.EndsWith(".md", StringComparison.Ordinal) => NameOf(path),
        _ => string.Empty,
    };

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    [GeneratedRegex(@"^#{2,4} (?<section>\d+(\.\d+)*)\.? ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| (?<id>[A-Z]\S+) ", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| (?<id>[A-Z]{2}-\d+) \|.*\| kept \|$", RegexOptions.Multiline)]
    private static partial Regex KeptRow();
}
