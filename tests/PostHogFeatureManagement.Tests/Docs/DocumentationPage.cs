using System.Text.RegularExpressions;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>A page for users: the README, or a page in a <c>docs</c> folder.</summary>
internal sealed partial record DocumentationPage(string Name, string Text)
{
    public static IReadOnlyList<DocumentationPage> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Source, "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md"))
            .Order(StringComparer.Ordinal)
            .Select(static file => new DocumentationPage(Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file).ReplaceLineEndings("\n"))),
    ];

    /// <summary>Whether the page is for people who change the library, so that it may name internal types.</summary>
    public bool IsForMaintainers => Name.EndsWith("architecture.md", StringComparison.Ordinal);

    public IEnumerable<CodeBlock> Blocks =>
        Fence().Matches(Text).Select(fence =>
            new CodeBlock(Name, Text.AsSpan(0, fence.Index).Count('\n') + 2, fence.Groups["language"].Value, fence.Groups["code"].Value));

    /// <summary>The inline code in text and tables.</summary>
    public IEnumerable<string> InlineCode => Span().Matches(Fence().Replace(Text, string.Empty)).Select(static span => span.Groups["code"].Value);

    public IEnumerable<string> Links => Link().Matches(Text).Select(static link => link.Groups["target"].Value);

    [GeneratedRegex("^```(?<language>[a-z]*)[^\n]*\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`(?<code>[^`\n]+)`")]
    private static partial Regex Span();

    [GeneratedRegex("""(?:\]\(|src(?:set)?=")(?<target>[^)\s"]+)[)"]""")]
    private static partial Regex Link();
}
