using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Evaluation;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>Definitions with 500 unknown operators behind a proxy without ETags logged 5 010 warnings in ten polls.</summary>
[Trait("Promise", "SC-06")]
public sealed class ThousandsOfWarningsTests
{
    [Fact]
    public async Task RefreshOnceAsync_ManyUnknownOperators_LogsTenAndHowManyMore()
    {
        await using var library = new Library(new StubHandler().Json(Broken(500)).Json(Broken(500)).Json(Broken(505)));
        await library.RefreshAsync();
        await library.RefreshAsync();

        Assert.Equal((10, 1), Counts(library, LogEvents.DefinitionsProblem, LogEvents.DefinitionsMoreProblems));
        Assert.Equal((10, 1), Counts(library, LogEvents.DefinitionsNeedServer, LogEvents.DefinitionsMoreNeedServer));
        Assert.Contains("and 490 more problems", library.Logs.Text, StringComparison.Ordinal);
        Assert.Contains("and 490 more flags", library.Logs.Text, StringComparison.Ordinal);

        await library.RefreshAsync();

        Assert.Equal((15, 1), Counts(library, LogEvents.DefinitionsProblem, LogEvents.DefinitionsMoreProblems));
        Assert.Equal((15, 1), Counts(library, LogEvents.DefinitionsNeedServer, LogEvents.DefinitionsMoreNeedServer));
    }

    [Fact]
    public void Compile_ManyDifferentProblems_ListsABoundedNumber()
    {
        IEnumerable<string> filters = Enumerable.Range(0, CompilationState.MaxReports + 50).Select(static i => $$"""{"key":"p{{i}}","operator":"x"}""");

        Assert.Equal(CompilationState.MaxReports, Engine.Compile(Engine.Flag(Engine.Condition(string.Join(',', filters)))).Reports.Count);
    }

    [Fact]
    public void Compile_ManyElementsWithoutKey_AreOneProblem() =>
        Assert.Single(Engine.Compile(Engine.Flag("{}") + string.Concat(Enumerable.Repeat(",0", 100_000))).Reports);

    private static string Broken(int flags) => Library.Definitions(
        [.. Enumerable.Range(0, flags).Select(static i => Library.Flag($"flag-{i}", """[{"key":"plan","operator":"no_such","value":1}]"""))]);

    private static (int Each, int More) Counts(Library library, int each, int more) => (library.Logs.CountOf(each), library.Logs.CountOf(more));
}
