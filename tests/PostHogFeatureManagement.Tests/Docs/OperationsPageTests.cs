using System.Text.Json;
using System.Text.RegularExpressions;
using PostHogFeatureManagement.Tests.Diagnostics.Telemetry;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>The page and the dashboard name instruments that exist, and all of them.</summary>
[Trait("Promise", "OP-01")]
public sealed partial class OperationsPageTests
{
    private static readonly string Folder = Path.Combine(Repository.Source, "PostHogFeatureManagement", "docs");
    private static readonly string Page = File.ReadAllText(Path.Combine(Folder, "operations.md"));
    private static readonly string Dashboard = File.ReadAllText(Path.Combine(Folder, "dashboard.json"));

    [Fact]
    public void Page_Instruments_AreExactlyTheExistingOnes() =>
        Assert.Equal(
            InstrumentTests.Names.Order(StringComparer.Ordinal),
            Page.Split('\n').Where(static line => line.StartsWith("| `posthog.", StringComparison.Ordinal) && line.Split('|').Length == 6)
                .SelectMany(static line => Code().Matches(line.Split('|')[1]).Select(static name => name.Value)).Order(StringComparer.Ordinal));

    [Fact]
    public void Page_Alerts_NameExistingInstruments() => AssertKnown(Page);

    [Fact]
    public void Page_Alerts_AreTen()
    {
        string[] lines = Page.Split('\n');
        int first = Array.FindIndex(lines, static line => line.StartsWith("| alert |", StringComparison.Ordinal)) + 2;

        Assert.Equal(10, lines.Skip(first).TakeWhile(static line => line.StartsWith('|')).Count());
    }

    [Fact]
    public void Dashboard_Instruments_AreExactlyTheExistingOnes()
    {
        using JsonDocument dashboard = JsonDocument.Parse(Dashboard);
        string[] expressions =
        [
            .. dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(static panel => panel.GetProperty("targets").EnumerateArray())
                .Select(static target => target.GetProperty("expr").GetString()!),
        ];

        string all = string.Join('\n', expressions);
        AssertKnown(all);
        Assert.All(InstrumentTests.Names, name => Assert.Contains(PrometheusName(name), all, StringComparison.Ordinal));
    }

    private static void AssertKnown(string text)
    {
        string[] known = [.. InstrumentTests.Names.Select(PrometheusName)];
        string[] used = [.. Metric().Matches(text).Select(static name => name.Value).Distinct()];

        Assert.NotEmpty(used);
        Assert.All(used, name => Assert.Contains(known, one => name == one || name == $"{one}_total" || name == $"{one}_seconds" || IsPartOfHistogram(name, one)));
    }

    private static bool IsPartOfHistogram(string name, string instrument) => name == $"{instrument}_seconds_bucket" || name == $"{instrument}_seconds_count";

    private static string PrometheusName(string instrument) => instrument.Replace('.', '_');

    // Labels of the same prefix follow an operator, a comma or an opening bracket with a value, or are in a list of labels.
    [GeneratedRegex(@"\bposthog_(?!operation_name|circuit_breaker_|cache_level|cache_result|definitions_source|definitions_result|definitions_evaluation|deduplication_|billing_kind|overrides_result)[a-z_]*[a-z]")]
    private static partial Regex Metric();

    [GeneratedRegex("(?<=`)posthog[^`]*(?=`)")]
    private static partial Regex Code();
}
