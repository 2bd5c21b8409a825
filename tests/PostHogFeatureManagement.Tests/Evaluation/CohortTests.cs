using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Cohorts (protocol §7).</summary>
[Trait("Promise", "EV-04")]
public class CohortTests
{
    private static readonly string Pro = Engine.Property("plan", "exact", "\"pro\"");
    private static readonly string Adult = Engine.Property("age", "gte", "18");

    [Theory]
    [InlineData("AND", "pro", 20, true)]
    [InlineData("AND", "pro", 10, false)]
    [InlineData("OR", "free", 20, true)]
    [InlineData("OR", "free", 10, false)]
    [InlineData("AND", "free", null, false)]
    [InlineData("AND", "pro", null, null)]
    [InlineData("OR", "pro", null, true)]
    [InlineData("OR", "free", null, null)]
    public void Evaluate_AndOr_DecidesAsEarlyAsPossible(string type, string plan, int? age, bool? expected)
    {
        PostHogContext person = age is null ? Engine.Person(("plan", plan)) : Engine.Person(("plan", plan), ("age", age));

        Assert.Equal(expected, Ask(person, $$"""{"type":"{{type}}","values":[{{Pro}},{{Adult}}]}"""));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"type":"AND","values":[]}""", true)]
    [InlineData("""{"type":"OR","values":[]}""", false)]
    public void Evaluate_EmptyTree_IsDecided(string tree, bool expected) => Assert.Equal(expected, Ask(Engine.Person(), tree));

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("""{"type":"XOR","values":[]}""")]
    [InlineData("""{"type":"AND"}""")]
    [InlineData("""{"type":"AND","values":{}}""")]
    [InlineData("""{"type":"AND","values":["x"]}""")]
    [Trait("Promise", "EV-07")]
    public void Evaluate_MalformedTree_NeedsServerOnlyForFlagsThatUseIt(string tree)
    {
        FlagSet set = Engine.Compile(
            Engine.Flag(Engine.Condition(Engine.InCohort(1))) + "," + Engine.Flag("""{"groups":[{}]}""", "other"),
            Engine.Cohorts(tree));

        FlagEvaluation evaluation = Engine.Evaluate(set, Engine.Person());

        Assert.Equal((FlagOutcome.NeedsServer, FlagReason.ServerOnlyCohort), (evaluation.Outcome, evaluation.Reason));
        Assert.True(Engine.Evaluate(set, Engine.Person(), "other").IsEnabled);
        Assert.Single(set.Reports, report => report.Problem == LoadProblem.MalformedCohort);
    }

    [Fact]
    public void Evaluate_UnlistedCohort_NeedsServer()
    {
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.InCohort(99))));

        FlagEvaluation evaluation = Engine.Evaluate(set, Engine.Person());

        Assert.Equal((FlagOutcome.NeedsServer, FlagReason.ServerOnlyCohort), (evaluation.Outcome, evaluation.Reason));
        Assert.Equal(FlagReason.ServerOnlyCohort, set.ServerDependent.Single().ServerCause);
    }

    [Theory]
    [InlineData("AND", false, true)]
    [InlineData("AND", true, false)]
    [InlineData("OR", false, true)]
    public void Evaluate_ServerOnlyEntry_NeedsServerUnlessAnEarlierEntryDecides(string type, bool isDecisiveFirst, bool asks)
    {
        string entries = isDecisiveFirst ? $"{Pro},{Engine.InCohort(99)}" : $"{Engine.InCohort(99)},{Pro}";
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.InCohort(1))), Engine.Cohorts($$"""{"type":"{{type}}","values":[{{entries}}]}"""));

        Assert.Equal(asks, Engine.Evaluate(set, Engine.Person(("plan", type == "AND" ? "free" : "pro"))).Outcome == FlagOutcome.NeedsServer);
    }

    [Fact]
    public void Evaluate_BehavioralLeaf_NeedsServer()
    {
        FlagSet set = Engine.Compile(
            Engine.Flag(Engine.Condition(Engine.InCohort(1))),
            Engine.Cohorts("""{"type":"AND","values":[{"type":"behavioral","key":"$pageview","value":"performed_event"}]}"""));

        Assert.Equal(FlagOutcome.NeedsServer, Engine.Evaluate(set, Engine.Person()).Outcome);
    }

    [Fact]
    public void Evaluate_CohortsInACycle_NeedServerAndOthersAreDecided()
    {
        string cycle(int id) => $$"""{"type":"OR","values":[{{Engine.InCohort(id)}}]}""";
        FlagSet set = Engine.Compile(
            Engine.Flag(Engine.Condition(Engine.InCohort(1))) + "," + Engine.Flag(Engine.Condition(Engine.InCohort(3)), "other"),
            Engine.Cohorts(cycle(2), cycle(1), $$"""{"type":"OR","values":[{{Pro}}]}"""));

        Assert.Equal(FlagOutcome.NeedsServer, Engine.Evaluate(set, Engine.Person(("plan", "pro"))).Outcome);
        Assert.True(Engine.Evaluate(set, Engine.Person(("plan", "pro")), "other").IsEnabled);
        Assert.Equal(2, set.Reports.Count(report => report.Problem == LoadProblem.CyclicCohort));
    }

    [Theory]
    [InlineData("pro", false)]
    [InlineData("free", true)]
    public void Evaluate_NegatedLeaf_GivesTheComplement(string plan, bool expected)
    {
        string negated = Engine.Property("plan", "exact", "\"pro\"", ""","negation":true""");

        Assert.Equal(expected, Ask(Engine.Person(("plan", plan)), $$"""{"type":"AND","values":[{{negated}}]}"""));
        Assert.Null(Ask(Engine.Person(), $$"""{"type":"AND","values":[{{negated}}]}"""));
    }

    [Fact]
    public void Evaluate_NegationOutsideACohort_IsIgnored()
    {
        string filters = Engine.Condition(Engine.Property("plan", "exact", "\"pro\"", ""","negation":true"""));

        Assert.True(Engine.Evaluate(filters, Engine.Person(("plan", "pro"))).IsEnabled);
    }

    [Fact]
    public void Evaluate_ExponentialCohorts_NeedServer()
    {
        // Each cohort refers to the next one twice. Thirty of them would take a billion visits, so they are left to the server.
        var trees = new List<string> { $$"""{"type":"AND","values":[{{Pro}}]}""" };
        for (int i = 1; i < 30; i++)
        {
            trees.Add($$"""{"type":"AND","values":[{{Engine.InCohort(i)}},{{Engine.InCohort(i)}}]}""");
        }

        FlagSet set = Engine.Compile(
            Engine.Flag(Engine.Condition(Engine.InCohort(30))) + "," + Engine.Flag(Engine.Condition(Engine.InCohort(5)), "small"),
            Engine.Cohorts([.. trees]));

        Assert.Equal(FlagOutcome.NeedsServer, Engine.Evaluate(set, Engine.Person(("plan", "pro"))).Outcome);
        Assert.True(Engine.Evaluate(set, Engine.Person(("plan", "pro")), "small").IsEnabled);
    }

    [Fact]
    public void Evaluate_FlagInsideACohort_IsADependency()
    {
        FlagSet set = Engine.Compile(
            Engine.Flag(Engine.Condition(Engine.InCohort(1))) + "," + Engine.Flag(Engine.Condition(Pro), "base"),
            Engine.Cohorts($$"""{"type":"AND","values":[{{Engine.DependsOn("base")}}]}"""));

        Assert.True(Engine.Evaluate(set, Engine.Person(("plan", "pro"))).IsEnabled);
        Assert.False(Engine.Evaluate(set, Engine.Person(("plan", "free"))).IsEnabled);
    }

    private static bool? Ask(PostHogContext person, string tree) =>
        Engine.Answer(Engine.Evaluate(Engine.Compile(Engine.Flag(Engine.Condition(Engine.InCohort(1))), Engine.Cohorts(tree)), person));
}
