using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A large cohort was evaluated anew for each condition that uses it. It is decided once for a caller and a call.</summary>
[Trait("Promise", "EV-04")]
public sealed class CohortDecidedForEachConditionTests
{
    private const int Leaves = 30;
    private const int Flags = 20;

    [Fact]
    public void Evaluate_CohortInManyConditions_LooksAtEachLeafOnce()
    {
        FlagSet set = Compile(Engine.InCohort(1));
        var clock = new CountingClock();

        FlagEvaluation evaluation = new FlagEvaluator(clock).Evaluate(set, set[0], Joined("2026-04-15"));

        Assert.Equal((FlagOutcome.NoMatch, Leaves), (evaluation.Outcome, clock.Reads));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DecideAll_CohortInManyFlags_LooksAtEachLeafOnce(bool isBehindOthers)
    {
        FlagSet set = Compile(isBehindOthers ? Engine.InCohort(3) + "," + Engine.InCohort(2, "not_in") : Engine.InCohort(1));
        var clock = new CountingClock();
        var verdicts = new Verdict[set.Count];

        new FlagEvaluator(clock).DecideAll(set, Joined("2026-04-15"), propertiesAreComplete: false, verdicts);

        Assert.All(verdicts, verdict => Assert.Equal(FlagOutcome.NoMatch, verdict.Outcome));
        Assert.Equal(Leaves, clock.Reads);
    }

    [Fact]
    public void Evaluate_NextCaller_IsDecidedAnew()
    {
        FlagSet set = Compile(Engine.InCohort(1));

        Assert.False(Engine.Evaluate(set, Joined("2026-04-15"), "flag-0").IsEnabled);
        Assert.True(Engine.Evaluate(set, Joined("2020-01-01"), "flag-0").IsEnabled);
        Assert.False(Engine.Evaluate(set, Joined("2026-04-15"), "flag-0").IsEnabled);
    }

    private static PostHogContext Joined(string date) => Engine.Person(("joined", date));

    private static FlagSet Compile(string properties)
    {
        string conditions = string.Join(',', Enumerable.Repeat($$"""{"properties":[{{properties}}]}""", 10));
        IEnumerable<string> leaves = Enumerable.Range(0, Leaves).Select(leaf => Engine.Property("joined", "is_date_before", $"\"-{leaf + 1}d\""));
        return Engine.Compile(
            string.Join(',', Enumerable.Range(0, Flags).Select(flag => Engine.Flag($$"""{"groups":[{{conditions}}]}""", $"flag-{flag}"))),
            Engine.Cohorts(
                Any(string.Join(',', leaves)),
                Any(Engine.InCohort(1) + "," + Engine.InCohort(1)),
                Any(Engine.InCohort(2) + "," + Engine.InCohort(1))));

        static string Any(string entries) => $$"""{"type":"OR","values":[{{entries}}]}""";
    }

    /// <summary>A clock that counts how often it is read: once for each comparison with a relative date.</summary>
    private sealed class CountingClock : TimeProvider
    {
        public int Reads { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            Reads++;
            return Engine.Now;
        }
    }
}
