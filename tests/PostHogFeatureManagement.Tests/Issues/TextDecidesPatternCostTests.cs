using System.Text.Json;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Matchers.Patterns;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// The text decided which engine searched it. One emoji led to a search that ran into its time limit at every check, and the first such text built
/// engines within the request, in all threads at once. Now there is one kind of search for all texts, nothing is built for a text, and what a search
/// costs is counted in steps, of which a call has a budget.
/// </summary>
[Trait("Promise", "EV-03")]
public sealed class TextDecidesPatternCostTests
{
    private static readonly string[] Hostile = ["^(\\w+\\s?)*$", "([^x]+x?)+y", "(a|aa)+$", "([a-z]+)*\\d", "^(?=(a+)+$)\\1b"];

    [Fact]
    public void IsMatch_LettersAndEmoji_TakesAFewStepsForEachCharacter()
    {
        PatternProgram program = CompiledPattern.Of(Hostile[0]).Program!;
        string text = new string('a', 40) + "😀";

        Assert.False(LinearSearch.IsMatch(program, text, int.MaxValue, out int steps));

        Assert.InRange(steps, 1, (text.Length + 1) * (program.Instructions.Length + 1));
    }

    [Fact]
    public void Evaluate_FirstTextBeyondAscii_BuildsNothing()
    {
        const string Pattern = "^(?i)[\\w.]+ä{2,300}\\b";
        Engine.Evaluate(Compile(Pattern), Engine.Person(("k", "warm ä 😀")));
        FlagSet set = Compile(Pattern);
        PostHogContext caller = Engine.Person(("k", "cold ä 😀"));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Engine.Evaluate(set, caller);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void DecideAll_HostilePatternsAndText_AreUndecidedOnlyForThisCallerAndCall()
    {
        FlagSet set = Compile([.. Enumerable.Range(0, 20).SelectMany(_ => Hostile)]);
        string hostile = new string('a', 100_000) + "!";

        Assert.Contains(Engine.EvaluateAll(set, Engine.Person(("k", hostile))), answer => answer.Reason == FlagReason.UnreadableValue);

        Assert.All(Engine.EvaluateAll(set, Engine.Person(("k", "ordinary"))), answer => Assert.True(answer.IsConclusive));
    }

    [Fact]
    public void End_StepsBeyondTheFreeOnes_AreTakenFromTheCallsBudget()
    {
        SearchBudget budget = default;
        int first = budget.Begin();

        budget.End(SearchBudget.FreeSteps);
        int afterOrdinary = budget.Begin();
        budget.End(SearchBudget.FreeSteps + 5);
        budget.End(SearchBudget.FreeSteps + 5);
        int afterCostly = budget.Begin();
        budget.End(int.MaxValue);

        Assert.Equal((first, first - 10, SearchBudget.FreeSteps), (afterOrdinary, afterCostly, budget.Begin()));
    }

    [Theory]
    [MemberData(nameof(HostilePatterns))]
    public void IsMatch_HostileText_StopsAtTheLimit(string pattern)
    {
        PatternProgram program = CompiledPattern.Of(pattern).Program!;
        SearchBudget budget = default;
        string text = new string('a', 1_000_000) + "!";

        Assert.Null(program.IsMatch(text, ref budget));
    }

    [Fact]
    public void IsMatch_MoreAttemptsThanTheServerMakes_IsUndecided()
    {
        PatternProgram program = CompiledPattern.Of("^(a|a)*\\1b").Program!;

        Assert.Null(BacktrackingSearch.IsMatch(program, new string('a', 100), int.MaxValue, out int steps));

        Assert.InRange(steps, 10_000, 1_000_000);
    }

    public static TheoryData<string> HostilePatterns() => [.. Hostile];

    private static FlagSet Compile(params string[] patterns) => Engine.Compile(string.Join(',', patterns.Select((pattern, number) =>
        Engine.Flag(Engine.Condition(Engine.Property("k", "regex", JsonSerializer.Serialize(pattern))), number == 0 ? Engine.Key : $"flag-{number}"))));
}
