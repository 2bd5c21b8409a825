using System.Text.RegularExpressions;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>Each row of the threats page names tests that exist.</summary>
[Trait("Promise", "SC-01")]
public sealed partial class ThreatsPageTests
{
    private static readonly string Page = DocumentationPage.All.Single(static page => page.Name.EndsWith("threats.md", StringComparison.Ordinal)).Text;

    [Fact]
    public void Page_EveryRow_NamesATest() => Assert.All(
        Page.Split('\n').Where(static line => line.StartsWith("| to ", StringComparison.Ordinal)), static row => Assert.Matches(TestName(), row.Split('|')[^2]));

    [Fact]
    public void Page_EveryTest_Exists()
    {
        HashSet<string> files = [.. Repository.SourceFiles(Path.Combine(Repository.Root, "tests")).Select(Path.GetFileNameWithoutExtension).OfType<string>()];

        Assert.All(TestName().Matches(Page).Select(static name => name.Groups["name"].Value), name => Assert.Contains(name, files));
    }

    [GeneratedRegex("`(?<name>\\w+Tests)`")]
    private static partial Regex TestName();
}
