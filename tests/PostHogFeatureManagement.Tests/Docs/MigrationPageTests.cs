namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>The code before and after the migration compiles, also with PostHog's package beside this library, and each numbered place has its new line.</summary>
[Trait("Promise", "DX-05")]
public sealed class MigrationPageTests
{
    private static readonly DocumentationPage Page = DocumentationPage.All.Single(static page => page.Name.EndsWith("migration.md", StringComparison.Ordinal));

    public static TheoryData<int> WithPostHogsPackage => [.. Page.Blocks.Where(static block => block.Language == "cs").Select(static block => block.Line)];

    [Theory]
    [MemberData(nameof(WithPostHogsPackage))]
    public void Code_WithPostHogsPackage_Compiles(int line)
    {
        string code = Page.Blocks.Single(block => block.Line == line).Code;

        Assert.Empty(SnippetCompiler.CompileProgram(code, PostHogsPackage.Declarations));
    }

    /// <summary>Everything else is compiled with the blocks of all pages (<see cref="DocsTests"/>).</summary>
    [Fact]
    public void Blocks_OfThePage_AreAllOfAKindThatIsChecked()
    {
        Assert.Equal(2, Page.Blocks.Count(static block => block.Language == "cs"));
        Assert.All(Page.Blocks, static block => Assert.Contains(block.Language, (string[])["cs", "csharp", "json"]));
    }

    [Fact]
    public void Places_BeforeTheMigration_AreAllExplained()
    {
        CodeBlock before = Page.Blocks.First(static block => block.Language == "cs");
        string after = Page.Text[Page.Text.IndexOf("What they become:", StringComparison.Ordinal)..];

        Assert.All(Enumerable.Range(1, 7), place => Assert.Contains($"// {place}\n", before.Code, StringComparison.Ordinal));
        Assert.All((string[])["// 1\n", "// 2\n", "\n3: ", "\n4: ", "\n5, 6 and 7, "], place => Assert.Contains(place, after, StringComparison.Ordinal));
    }
}
