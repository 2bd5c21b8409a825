using System.Collections;
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
    public void Evaluate_CohortInManyConditions_ReadsEachLeafOnce()
    {
        FlagSet set = Compile(Engine.InCohort(1));
        var counter = new CountingValue();

        FlagEvaluation evaluation = Engine.Evaluator.Evaluate(set, set[0], Person(counter));

        Assert.Equal((FlagOutcome.NoMatch, Leaves), (evaluation.Outcome, counter.Reads));
    }

    [Fact]
    public void DecideAll_CohortInManyFlags_ReadsEachLeafOnce()
    {
        FlagSet set = Compile(Engine.InCohort(1));
        var counter = new CountingValue();

        FlagEvaluation[] answers = Engine.EvaluateAll(set, Person(counter));

        Assert.All(answers, answer => Assert.False(answer.IsEnabled));
        Assert.Equal(Leaves, counter.Reads);
    }

    [Fact]
    public void DecideAll_CohortBehindOtherCohorts_ReadsEachLeafOnce()
    {
        FlagSet set = Compile(Engine.InCohort(3) + "," + Engine.InCohort(2, "not_in"));
        var counter = new CountingValue();

        Engine.EvaluateAll(set, Person(counter));

        Assert.Equal(Leaves, counter.Reads);
    }

    [Fact]
    public void Evaluate_NextCaller_IsDecidedAnew()
    {
        FlagSet set = Compile(Engine.InCohort(1));

        Assert.False(Engine.Evaluate(set, Person("x"), "flag-0").IsEnabled);
        Assert.True(Engine.Evaluate(set, Person("7"), "flag-0").IsEnabled);
        Assert.False(Engine.Evaluate(set, Person("x"), "flag-0").IsEnabled);
    }

    private static PostHogContext Person(object value) => Engine.Person(("k", value));

    private static FlagSet Compile(string properties)
    {
        string conditions = string.Join(',', Enumerable.Repeat($$"""{"properties":[{{properties}}]}""", 10));
        IEnumerable<string> leaves = Enumerable.Range(0, Leaves).Select(leaf => Engine.Property("k", "exact", $"\"{leaf}\""));
        return Engine.Compile(
            string.Join(',', Enumerable.Range(0, Flags).Select(flag => Engine.Flag($$"""{"groups":[{{conditions}}]}""", $"flag-{flag}"))),
            Engine.Cohorts(
                Any(string.Join(',', leaves)),
                Any(Engine.InCohort(1) + "," + Engine.InCohort(1)),
                Any(Engine.InCohort(2) + "," + Engine.InCohort(1))));

        static string Any(string entries) => $$"""{"type":"OR","values":[{{entries}}]}""";
    }

    /// <summary>A list with one element, which counts how often it is read.</summary>
    private sealed class CountingValue : IReadOnlyList<object?>
    {
        public int Reads { get; private set; }

        public int Count => 1;

        public object? this[int index]
        {
            get
            {
                Reads++;
                return "x";
            }
        }

        public IEnumerator<object?> GetEnumerator() => Enumerable.Repeat<object?>("x", 1).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
