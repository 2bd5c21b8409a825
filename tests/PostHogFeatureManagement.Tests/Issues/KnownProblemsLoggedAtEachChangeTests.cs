using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>Every change of any flag logged again what was known about all others.</summary>
[Trait("Promise", "OP-01")]
public sealed class KnownProblemsLoggedAtEachChangeTests
{
    private static readonly string OnCohort = Library.Flag("static", """[{"key":"id","type":"cohort","operator":"in","value":7}]""");

    [Fact]
    public async Task RefreshOnceAsync_OtherFlagsChange_LogsProblemAndCauseOnce()
    {
        await using Library library = Polling(
            [OnCohort], ["null", OnCohort, Library.Flag("a")], [Library.Flag("b"), OnCohort, "null"], [Library.Flag("c"), OnCohort]);

        await RefreshAsync(library, times: 4);

        Assert.Equal(4, library.Store.Current?.Generation);
        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsNeedServer));
        Assert.Equal(1, library.Logs.Entries.Count(static entry => entry.Text.Contains("static", StringComparison.Ordinal)
            && entry.Id.Id == LogEvents.DefinitionsProblem));
        Assert.Equal(2, library.Logs.CountOf(LogEvents.DefinitionsProblem));
    }

    [Fact]
    public async Task RefreshOnceAsync_CauseChanges_LogsTheNewOne()
    {
        string onOtherType = Library.Flag("static", """[{"key":"id","type":"galaxy","value":7}]""");
        await using Library library = Polling([OnCohort], [onOtherType]);

        await RefreshAsync(library, times: 2);

        Assert.Equal(2, library.Logs.CountOf(LogEvents.DefinitionsNeedServer));
        Assert.Equal(2, library.Logs.CountOf(LogEvents.DefinitionsProblem));
    }

    [Fact]
    public async Task RefreshOnceAsync_ProblemComesBack_IsLoggedAgain()
    {
        await using Library library = Polling([OnCohort], [Library.Flag("static")], [OnCohort]);

        await RefreshAsync(library, times: 3);

        Assert.Equal(2, library.Logs.CountOf(LogEvents.DefinitionsNeedServer));
        Assert.Equal(2, library.Logs.CountOf(LogEvents.DefinitionsProblem));
    }

    private static Library Polling(params string[][] versions)
    {
        var postHog = new StubHandler();
        foreach (string[] flags in versions)
        {
            postHog.Json(Library.Definitions(flags));
        }

        return new Library(postHog);
    }

    private static async Task RefreshAsync(Library library, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await library.RefreshAsync();
        }
    }
}
