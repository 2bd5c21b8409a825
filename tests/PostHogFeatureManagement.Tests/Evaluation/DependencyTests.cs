using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Flags that depend on flags (protocol §8).</summary>
[Trait("Promise", "EV-05")]
public class DependencyTests
{
    private const string Everyone = """{"groups":[{}]}""";

    private const string Blue =
        """{"groups":[{"variant":"blue"}],"multivariate":{"variants":[{"key":"blue","rollout_percentage":0},{"key":"red","rollout_percentage":100}]}}""";

    [Theory]
    [InlineData(Everyone, "true", true)]
    [InlineData(Everyone, "false", false)]
    [InlineData(Everyone, "\"blue\"", false)]
    [InlineData("""{"groups":[]}""", "true", false)]
    [InlineData("""{"groups":[]}""", "false", true)]
    [InlineData(Blue, "true", true)]
    [InlineData(Blue, "false", false)]
    [InlineData(Blue, "\"blue\"", true)]
    [InlineData(Blue, "\"BLUE\"", false)]
    [InlineData(Blue, "\"red\"", false)]
    [InlineData(Blue, "1", false)]
    [InlineData(Blue, "[\"blue\"]", false)]
    [InlineData("""{"groups":[{}],"holdout":{"id":7,"exclusion_percentage":100}}""", "\"holdout-7\"", true)]
    [InlineData("""{"groups":[{}],"holdout":{"id":7,"exclusion_percentage":100}}""", "true", true)]
    public void Evaluate_Dependency_ComparesTheValueOfTheOtherFlag(string target, string expectation, bool expected)
    {
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.DependsOn("base", expectation))) + "," + Engine.Flag(target, "base"));

        Assert.Equal(expected, Engine.Answer(Engine.Evaluate(set, Engine.Person())));
    }

    [Fact]
    public void Evaluate_ChainOfThousandsOfFlags_IsFollowedToItsEnd()
    {
        const int Length = 5000;
        var flags = new List<string> { Engine.Flag(Engine.Condition(Engine.Property("plan", "exact", "\"pro\"")), "f0") };
        for (int i = 1; i < Length; i++)
        {
            flags.Insert(0, Engine.Flag(Engine.Condition(Engine.DependsOn($"f{i - 1}")), $"f{i}"));
        }

        FlagSet set = Engine.Compile(string.Join(',', flags));

        Assert.True(Engine.Evaluate(set, Engine.Person(("plan", "pro")), $"f{Length - 1}").IsEnabled);
        Assert.False(Engine.Evaluate(set, Engine.Person(("plan", "free")), $"f{Length - 1}").IsEnabled);
        Assert.Equal(FlagReason.UndecidedDependency, Engine.Evaluate(set, Engine.Person(), $"f{Length - 1}").Reason);
    }

    [Fact]
    public void Evaluate_EmptyAbsentOrUnknownChain_IsUndecided()
    {
        const string Template = """{"key":"base","type":"flag","operator":"flag_evaluates_to","value":true CHAIN}""";
        foreach (string chain in new[] { "", ""","dependency_chain":[]""", ""","dependency_chain":null""", ""","dependency_chain":["base",5]""", ""","dependency_chain":["ghost","base"]""" })
        {
            string dependency = Template.Replace("CHAIN", chain, StringComparison.Ordinal);
            FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(dependency)) + "," + Engine.Flag(Everyone, "base"));

            Assert.Equal(FlagReason.UndecidedDependency, Engine.Evaluate(set, Engine.Person()).Reason);
        }
    }

    [Fact]
    public void Evaluate_BrokenDependencyInAnyCondition_NeverMatches()
    {
        FlagSet set = Engine.Compile(
            Engine.Flag($$"""{"groups":[{},{"properties":[{{Engine.DependsOn("ghost")}}]}]}""") + ","
            + Engine.Flag($$"""{"groups":[{},{"properties":[{{Engine.DependsOn("flag")}}]}]}""", "transitive"));

        Assert.Equal(FlagReason.UndecidedDependency, Engine.Evaluate(set, Engine.Person()).Reason);
        Assert.Equal(FlagReason.UndecidedDependency, Engine.Evaluate(set, Engine.Person(), "transitive").Reason);
    }

    [Fact]
    public void Evaluate_TargetWithBrokenDependencyButOffAnyway_CountsAsOff()
    {
        string off = $$"""{"groups":[{"properties":[{{Engine.Property("plan", "exact", "\"pro\"")}},{{Engine.DependsOn("ghost")}}]}]}""";
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.DependsOn("base"))) + "," + Engine.Flag(off, "base"));

        Assert.Equal(false, Engine.Answer(Engine.Evaluate(set, Engine.Person(("plan", "free")))));
    }

    [Fact]
    public void Evaluate_DependencyThatNeedsTheServer_NeedsServer()
    {
        FlagSet set = Engine.Compile(
            Engine.Flag($$"""{"groups":[{"properties":[{{Engine.DependsOn("base")}}]},{}]}""") + "," + Engine.Flag(Engine.Condition(Engine.InCohort(99)), "base"));

        Assert.Equal((FlagOutcome.NeedsServer, FlagReason.UndecidedDependency), (Engine.Evaluate(set, Engine.Person()).Outcome, Engine.Evaluate(set, Engine.Person()).Reason));
    }

    [Fact]
    public void Evaluate_UndecidedDependency_LetsALaterConditionMatch()
    {
        FlagSet set = Engine.Compile(
            Engine.Flag($$"""{"groups":[{"properties":[{{Engine.DependsOn("base")}}]},{}]}""") + ","
            + Engine.Flag(Engine.Condition(Engine.Property("gone", "exact", "1")), "base"));

        Assert.Equal(1, Engine.Evaluate(set, Engine.Person()).ConditionIndex);
    }

    [Fact]
    public void Evaluate_FlagThatDependsOnItself_LeavesOtherFlagsDecided()
    {
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.DependsOn("flag"))) + "," + Engine.Flag(Everyone, "other"));

        Assert.Equal(FlagReason.UndecidedDependency, Engine.Evaluate(set, Engine.Person()).Reason);
        Assert.True(Engine.Evaluate(set, Engine.Person(), "other").IsEnabled);
        Assert.Single(set.Reports, report => report.Problem == LoadProblem.CyclicDependency);
    }

    [Fact]
    public void Evaluate_DependencyOnGroupFlag_UsesTheCallersGroup()
    {
        FlagSet set = Engine.Compile(
            Engine.Flag(Engine.Condition(Engine.DependsOn("base"))) + "," + Engine.Flag("""{"groups":[{}],"aggregation_group_type_index":0}""", "base"));
        var inCompany = new PostHogContext("user-61") { Groups = new Dictionary<string, PostHogGroup> { ["company"] = new("acme") } };

        Assert.True(Engine.Evaluate(set, inCompany).IsEnabled);
        Assert.Equal(false, Engine.Answer(Engine.Evaluate(set, Engine.Person())));
    }
}
