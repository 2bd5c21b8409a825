using System.Text.RegularExpressions;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>What a text refers to in the papers: sections, such as "protocol §3.3", and ids of promises, budgets, parity cases, faults and disagreements.</summary>
internal static partial class Citations
{
    /// <param name="text">Code or documentation.</param>
    /// <param name="home">The paper that sections belong to on a line that names none.</param>
    public static IEnumerable<Citation> In(string text, string home = "") => text.Split('\n').SelectMany((line, index) => InLine(line, home).Select(name => new Citation(name, index + 1)));

    private static IEnumerable<string> InLine(string line, string paper)
    {
        foreach (Match match in Pattern().Matches(line))
        {
            if (match.Groups["paper"].Success)
            {
                paper = match.Groups["paper"].Value.ToLowerInvariant();
            }

            yield return match.Groups["section"].Success ? $"{paper} §{match.Groups["section"].Value}".TrimStart() : match.Value;
        }
    }

    // Ids of papers that are not in the repository (F, E, style) are listed too: citing them is the mistake to find.
    // P50 and above are percentiles, and an M after a quote begins a drawing.
    [GeneratedRegex("""
        (?:(?<paper>(?i:protocol|architecture|promises|design|features|faults|operations|performance|emulator|house|style))(?:\.md)?\ )?§(?<section>\d+(?:\.\d+)*)
        | \b(?:FM|EV|RC|RS|DF|ID|EX|FE|EM|OP|SC|DX)-\d+\b
        | \bD-[a-z]\b
        | \b(?:D\d{1,2}[a-z]?|P[0-4]\d|[BO]\d{1,2}|F\d\d|(?<!["'])[EM]\d)\b
        | \b[Ss]tyle\ [A-C]\d
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Pattern();
}
