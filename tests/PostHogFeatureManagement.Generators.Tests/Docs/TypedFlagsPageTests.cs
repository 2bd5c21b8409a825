using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using PostHogFeatureManagement.Generators.Tests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Generators.Tests.Docs;

/// <summary>The code on the page about typed flags compiles with what is generated from the file on the page, and the page has all diagnostics.</summary>
[Trait("Promise", "DX-03")]
[Trait("Promise", "DX-06")]
public sealed partial class TypedFlagsPageTests
{
    private const string Usings =
        """
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Mvc;
        global using Microsoft.FeatureManagement;
        global using Microsoft.FeatureManagement.Mvc;
        global using App;
        """;

    private static readonly string Page = File
        .ReadAllText(Path.Combine(Repository.Source, "PostHogFeatureManagement", "docs", "typed-flags.md"))
        .ReplaceLineEndings("\n");

    [Fact]
    public void Page_Code_CompilesWithTheFlagsOfThePage()
    {
        var run = new GeneratorRun(Assert.Single(Blocks("jsonc")), ("RootNamespace", "App"), ("PostHogFlagsPayloads", "true"));
        run.EditCode(Usings);
        run.EditCode(Assert.Single(Blocks("cs")));

        Assert.NotEmpty(run.Source);
        Assert.Empty(run.Problems);
    }

    [Fact]
    public void Page_Diagnostics_AreAllRulesWithTheirSeverities()
    {
        IEnumerable<string> rules = typeof(Rules).GetFields()
            .Select(static field => field.GetValue(null))
            .OfType<DiagnosticDescriptor>()
            .Select(static rule => $"{rule.Id} {rule.DefaultSeverity.ToString().ToUpperInvariant()}");

        Assert.Equal(rules, Row().Matches(Page).Select(static row => $"{row.Groups["id"].Value} {row.Groups["severity"].Value.ToUpperInvariant()}"));
    }

    private static IEnumerable<string> Blocks(string language) =>
        Regex.Matches(Page, $"^```{language}\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(static block => block.Groups[1].Value);

    [GeneratedRegex(@"^\| (?<id>PHFM\d+) \| (?<severity>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
