using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Rows of protocol §6.7 about cohorts, dependencies and omitted flags.</summary>
[Trait("Promise", "EV-08")]
public class DisagreementsAboutFlagsAndCohorts
{
    private const string Everyone = """{"groups":[{}]}""";

    private static readonly string Pro = Engine.Property("plan", "exact", "\"pro\"");
    private static readonly PostHogContext ProPerson = Engine.Person(("plan", "pro"), ("email", "a@x.org"));
    private static readonly PostHogContext FreePerson = Engine.Person(("plan", "free"), ("email", "a@x.org"));

    [Fact]
    [Trait("Row", "D27")]
    public void Evaluate_ClientOnlyFlag_HasNoValueAndCountsAsOff()
    {
        FlagSet set = Engine.Compile(
            Engine.Flag(Everyone, rest: ""","evaluation_runtime":"client" """) + "," + Engine.Flag(Engine.Condition(Engine.DependsOn("flag", "false")), "dependant"));

        Assert.Equal((false, FlagReason.FlagNotFound), (Engine.Evaluate(set, ProPerson).IsConclusive, Engine.Evaluate(set, ProPerson).Reason));
        Assert.True(Engine.Evaluate(set, ProPerson, "dependant").IsEnabled);
    }

    [Theory]
    [InlineData("""["api"]""", true)]
    [InlineData("""["web","other"]""", false)]
    [InlineData("""["API"]""", false)]
    [InlineData("[]", true)]
    [Trait("Row", "D28")]
    public void Evaluate_EvaluationContexts_FilterFlagsWhenTheApplicationHasContexts(string contexts, bool isKnown)
    {
        var options = new DefinitionsCompilerOptions { EvaluationContexts = ["api", "billing"] };
        FlagSet set = Engine.Compile(Engine.Flag(Everyone, rest: $$""","evaluation_contexts":{{contexts}}"""), options: options);

        Assert.Equal(isKnown, Engine.Evaluate(set, ProPerson).IsEnabled);
    }

    [Fact]
    [Trait("Row", "D31")]
    public void Evaluate_NotInOnCondition_GivesTheComplement()
    {
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.InCohort(1, "not_in"))), Engine.Cohorts($$"""{"type":"AND","values":[{{Pro}}]}"""));

        Assert.Equal(false, Engine.Answer(Engine.Evaluate(set, ProPerson)));
        Assert.True(Engine.Evaluate(set, FreePerson).IsEnabled);
    }

    [Theory]
    [InlineData("", false, true)]
    [InlineData(""","negation":true""", true, false)]
    [Trait("Row", "D32")]
    public void Evaluate_NotInInsideCohort_IsComplementedThenNegated(string rest, bool forPro, bool forFree)
    {
        string reference = Engine.InCohort(1, "not_in").Replace("}", rest + "}", StringComparison.Ordinal);
        FlagSet set = Engine.Compile(
            Engine.Flag(Engine.Condition(Engine.InCohort(2))),
            Engine.Cohorts($$"""{"type":"AND","values":[{{Pro}}]}""", $$"""{"type":"OR","values":[{{reference}}]}"""));

        Assert.Equal((forPro, forFree), (Engine.Evaluate(set, ProPerson).IsEnabled, Engine.Evaluate(set, FreePerson).IsEnabled));
    }

    [Fact]
    [Trait("Row", "D33")]
    public void Evaluate_MixedGroupsAndLeaves_AreEvaluatedEntryByEntry()
    {
        string group = $$"""{"type":"AND","values":[{{Pro}}]}""";
        string leaf = Engine.Property("email", "ends_with", "\"@x.org\"");
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.InCohort(1))), Engine.Cohorts($$"""{"type":"AND","values":[{{group}},{{leaf}}]}"""));

        Assert.True(Engine.Evaluate(set, ProPerson).IsEnabled);
        Assert.Equal(false, Engine.Answer(Engine.Evaluate(set, FreePerson)));
    }

    [Fact]
    [Trait("Row", "D34")]
    public void Evaluate_NestedGroups_AreCombinedByTheirParent()
    {
        string inner = $$"""{"type":"OR","values":[{{Pro}}]}""";
        string other = $$"""{"type":"OR","values":[{{Engine.Property("email", "ends_with", "\"@y.org\"")}}]}""";
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.InCohort(1))), Engine.Cohorts($$"""{"type":"AND","values":[{{inner}},{{other}}]}"""));

        Assert.Equal(false, Engine.Answer(Engine.Evaluate(set, ProPerson)));
    }

    [Fact]
    [Trait("Row", "D35")]
    public void Evaluate_InactiveFlagWithContinuity_IsOff()
    {
        FlagSet set = Engine.Compile("""{"key":"flag","active":false,"ensure_experience_continuity":true,"filters":{"groups":[{}]}}""");

        Assert.Equal(FlagReason.FlagDisabled, Engine.Evaluate(set, ProPerson).Reason);
    }

    [Theory]
    [InlineData("""{"key":"base","type":"flag","operator":"exact","value":true,"dependency_chain":["base"]}""")]
    [InlineData("""{"key":"base","type":"flag","value":true,"dependency_chain":["base"]}""")]
    [InlineData("""{"key":"base","type":"flag","operator":"flag_evaluates_to","dependency_chain":["base"]}""")]
    [InlineData("""{"key":"base","type":"flag","operator":"flag_evaluates_to","value":null,"dependency_chain":["base"]}""")]
    [InlineData("""{"key":"","type":"flag","operator":"flag_evaluates_to","value":true,"dependency_chain":["base"]}""")]
    [Trait("Row", "D36")]
    public void Evaluate_DependencyWithoutOperatorKeyOrValue_DoesNotMatch(string dependency)
    {
        FlagSet set = Engine.Compile(Engine.Flag(Everyone, "base") + "," + Engine.Flag(Engine.Condition(dependency)));

        Assert.Equal(false, Engine.Answer(Engine.Evaluate(set, ProPerson)));
        Assert.Contains(set.Reports, report => report.Problem == LoadProblem.MalformedDependency);
    }

    [Fact]
    [Trait("Row", "D37")]
    public void Evaluate_DependencyOnDisabledFlagBeingOff_Matches()
    {
        FlagSet set = Engine.Compile("""{"key":"base","active":false,"filters":{}},""" + Engine.Flag(Engine.Condition(Engine.DependsOn("base", "false"))));

        Assert.True(Engine.Evaluate(set, ProPerson).IsEnabled);
    }

    [Fact]
    [Trait("Row", "D38")]
    public void Evaluate_MissingOrCyclicDependency_IsUndecided()
    {
        FlagSet set = Engine.Compile(
            Engine.Flag(Engine.Condition(Engine.DependsOn("ghost"))) + ","
            + Engine.Flag(Engine.Condition(Engine.DependsOn("b")), "a") + ","
            + Engine.Flag(Engine.Condition(Engine.DependsOn("a")), "b"));

        Assert.Equal(FlagReason.UndecidedDependency, Engine.Evaluate(set, ProPerson).Reason);
        Assert.Equal(FlagReason.UndecidedDependency, Engine.Evaluate(set, ProPerson, "a").Reason);
        Assert.Equal(FlagReason.UndecidedDependency, Engine.Evaluate(set, ProPerson, "b").Reason);
    }

    [Fact]
    [Trait("Row", "D41")]
    public void Evaluate_UndecidedThenOutOfRolloutWithEarlyExit_IsUndecided()
    {
        string filters = $$"""{"groups":[{"properties":[{{Engine.Property("gone", "exact", "\"x\"")}}]},{"rollout_percentage":0},{}],"early_exit":true}""";

        Assert.Equal(FlagReason.MissingProperty, Engine.Evaluate(filters, ProPerson).Reason);
    }

}
