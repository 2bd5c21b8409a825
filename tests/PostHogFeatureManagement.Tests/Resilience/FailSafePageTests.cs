using System.Reflection;
using System.Text.RegularExpressions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>The page shows what the tests prove.</summary>
public sealed partial class FailSafePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Source, "PostHogFeatureManagement", "docs", "fail-safe.md"));

    [Fact]
    public void Page_RemoteTable_IsTestedTable() => Assert.Contains($"\n\n{FailSafePage.Remote}\n", Page, StringComparison.Ordinal);

    [Fact]
    public void Page_LocalTable_IsTestedTable() => Assert.Contains($"\n\n{FailSafePage.Local}\n", Page, StringComparison.Ordinal);

    [Fact]
    public void Page_LogTable_ListsExistingEvents()
    {
        Dictionary<string, int> events = typeof(LogEvents).GetFields(BindingFlags.Static | BindingFlags.Public).ToDictionary(static field => field.Name, static field => (int)field.GetValue(null)!);
        MatchCollection rows = EventRow().Matches(Page);

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(int.Parse(row.Groups["id"].Value, System.Globalization.CultureInfo.InvariantCulture), events[row.Groups["name"].Value]));
    }

    [GeneratedRegex(@"^\| (?<id>\d+) `(?<name>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex EventRow();
}
