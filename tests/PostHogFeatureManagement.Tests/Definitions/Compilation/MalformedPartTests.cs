using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Definitions.Compilation;

/// <summary>A broken part is reported once and affects nothing else.</summary>
[Trait("Promise", "EV-07")]
public class MalformedPartTests
{
    [Theory]
    [InlineData("""{"key":"flag","active":true,"filters":"x"}""", nameof(LoadProblem.MalformedFlag), FlagReason.MalformedDefinition)]
    [InlineData("""{"key":"flag","active":true,"filters":{"groups":{}}}""", nameof(LoadProblem.MalformedFlag), FlagReason.MalformedDefinition)]
    [InlineData("""{"key":"flag","active":true,"filters":{"multivariate":[]}}""", nameof(LoadProblem.MalformedFlag), FlagReason.MalformedDefinition)]
    [InlineData("""{"key":"flag","active":true,"filters":{"multivariate":{"variants":[{"key":1}]}}}""", nameof(LoadProblem.MalformedFlag), FlagReason.MalformedDefinition)]
    [InlineData("""{"key":"flag","active":true,"filters":{"groups":[{"variant":"\ud800"}]}}""", nameof(LoadProblem.MalformedFlag), FlagReason.MalformedDefinition)]
    [InlineData("""{"key":"flag","active":true,"filters":{"version":2,"groups":[{}]}}""", nameof(LoadProblem.UnsupportedFormat), FlagReason.UnsupportedFormat)]
    [InlineData("""{"key":"flag","active":true,"filters":{"version":"1","groups":[{}]}}""", nameof(LoadProblem.UnsupportedFormat), FlagReason.UnsupportedFormat)]
    [InlineData("""{"key":"flag","active":true,"filters":{"version":true,"groups":[{}]}}""", nameof(LoadProblem.UnsupportedFormat), FlagReason.UnsupportedFormat)]
    [InlineData("""{"key":"flag","active":true,"filters":{"version":1.5,"groups":[{}]}}""", nameof(LoadProblem.UnsupportedFormat), FlagReason.UnsupportedFormat)]
    [InlineData("""{"key":"flag","active":true,"ensure_experience_continuity":true,"filters":{"groups":[{}]}}""", nameof(LoadProblem.ExperienceContinuity), FlagReason.ExperienceContinuity)]
    [InlineData("""{"key":"flag","active":true,"filters":{"groups":["x"]}}""", nameof(LoadProblem.MalformedCondition), FlagReason.MalformedDefinition)]
    [InlineData("""{"key":"flag","active":true,"filters":{"groups":[{"properties":"x"}]}}""", nameof(LoadProblem.MalformedCondition), FlagReason.MalformedDefinition)]
    [InlineData("""{"key":"flag","active":true,"filters":{"groups":[{"rollout_percentage":"50"}]}}""", nameof(LoadProblem.MalformedCondition), FlagReason.MalformedDefinition)]
    [InlineData("""{"key":"flag","active":true,"filters":{"groups":[{"aggregation_group_type_index":"0"}]}}""", nameof(LoadProblem.MalformedCondition), FlagReason.MalformedDefinition)]
    [InlineData("""{"key":"flag","active":true,"filters":{"groups":[{"properties":["x"]}]}}""", nameof(LoadProblem.MalformedFilter), FlagReason.MalformedDefinition)]
    [InlineData("""{"key":"flag","active":true,"filters":{"groups":[{"properties":[{"value":"x"}]}]}}""", nameof(LoadProblem.MalformedFilter), FlagReason.MalformedDefinition)]
    [InlineData("""{"key":"flag","active":true,"filters":{"groups":[{"properties":[{"key":"plan","operator":"no_such","value":1}]}]}}""", nameof(LoadProblem.UnknownOperator), FlagReason.UnsupportedFormat)]
    [InlineData("""{"key":"flag","active":true,"filters":{"groups":[{"properties":[{"key":"plan","operator":5,"value":1}]}]}}""", nameof(LoadProblem.UnknownOperator), FlagReason.UnsupportedFormat)]
    [InlineData("""{"key":"flag","active":true,"filters":{"groups":[{"properties":[{"key":"plan","type":"galaxy","value":1}]}]}}""", nameof(LoadProblem.UnknownFilterType), FlagReason.UnsupportedFormat)]
    public void Compile_BrokenFlag_IsUndecidedAndOthersAreDecided(string flag, string problem, FlagReason reason)
    {
        FlagSet set = Engine.Compile(flag + "," + Engine.Flag("""{"groups":[{}]}""", "other"));

        FlagEvaluation evaluation = Engine.Evaluate(set, Engine.Person(("plan", "pro")));

        Assert.Equal((false, reason), (evaluation.IsConclusive, evaluation.Reason));
        Assert.True(Engine.Evaluate(set, Engine.Person(), "other").IsEnabled);
        LoadReport report = Assert.Single(set.Reports);
        Assert.Equal(("flag", problem), (report.FlagKey, report.Problem.ToString()));
        Assert.Equal(reason, Assert.Single(set.ServerDependent).ServerCause);
    }

    [Fact]
    public void Compile_UnsupportedPattern_IsUndecidedOnlyForCallersWithTheProperty()
    {
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.Property("plan", "regex", "\"\\\\p{Greek}\""))));

        Assert.Equal(FlagReason.UnreadableValue, Engine.Evaluate(set, Engine.Person(("plan", "pro"))).Reason);
        Assert.Equal(FlagReason.NoConditionMatch, Engine.Evaluate(set, Engine.Person(), propertiesAreComplete: true).Reason);
        Assert.Equal(("flag", LoadProblem.UnsupportedPattern), (Assert.Single(set.Reports).FlagKey, set.Reports[0].Problem));
        Assert.Empty(set.ServerDependent);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"key":7}""")]
    [InlineData("""{"key":null}""")]
    [InlineData("""{"key":"\ud800"}""")]
    public void Compile_FlagWithoutKey_IsReportedByItsPosition(string flag)
    {
        FlagSet set = Engine.Compile(Engine.Flag("{}") + "," + flag);

        Assert.Equal(1, set.Count);
        LoadReport report = Assert.Single(set.Reports);
        Assert.Equal((null, LoadProblem.MalformedFlag), (report.FlagKey, report.Problem));
        Assert.Contains("Element 1", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_SameProblemTwice_IsReportedOnce()
    {
        const string Filter = """{"key":"plan","operator":"no_such","value":"jane@example.com"}""";

        LoadReport report = Assert.Single(Engine.Compile(Engine.Flag(Engine.Condition($"{Filter},{Filter}"))).Reports);

        Assert.DoesNotContain("jane", report.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""","cohorts":[]""")]
    [InlineData(""","cohorts":{"\ud800":{}}""")]
    [InlineData(""","cohorts":{"1":{"type":"OR","values":[{"key":"\ud800","value":1}]}}""")]
    [InlineData(""","cohorts":{"1":{"type":"OR","\ud800":1,"values":[{"key":"a","value":"\ud800"}]}}""")]
    [InlineData(""","\ud800":1""")]
    public void Compile_InvalidUnicode_AffectsOnlyThePartThatContainsIt(string rest) =>
        Assert.True(Engine.Evaluate(Engine.Compile(Engine.Flag("""{"groups":[{}]}"""), rest), Engine.Person()).IsEnabled);

    [Fact]
    public void Compile_UnreadableGroupTypeMapping_LeavesGroupTypesUnknown()
    {
        byte[] json = """{"flags":[{"key":"flag","active":true,"filters":{"groups":[{}],"aggregation_group_type_index":0}}],"group_type_mapping":{"x":"company","0":5,"\ud800":"a"}}"""u8.ToArray();
        FlagSet set = PostHogFeatureManagement.Definitions.Compilation.DefinitionsCompiler.Compile(json, new()).FlagSet!;

        Assert.False(Engine.Evaluate(set, Engine.Person()).IsConclusive);
        Assert.Equal(LoadProblem.UnknownGroupType, Assert.Single(set.Reports).Problem);
    }

    [Fact]
    public void Compile_DeeplyNestedOperand_IsUndecided()
    {
        string deep = new string('[', 200) + new string(']', 200);

        Assert.Null(Engine.Match("icontains", deep, "x"));
    }

    [Theory]
    [InlineData("""{"key":"flag","active":true,"ver\ud800sion":1,"filters":{"groups":[{}]}}""", true)]
    [InlineData("""{"key":"flag","active":true,"\udc00":1,"filters":"x"}""", false)]
    [InlineData("""{"key":"flag","active":true,"filters":{"\ud800":1,"groups":[{"\ud800":1}]}}""", true)]
    public void Compile_MemberWithUnreadableName_IsIgnored(string flag, bool isEnabled)
    {
        FlagSet set = Engine.Compile(flag);

        Assert.Equal(isEnabled, Engine.Evaluate(set, Engine.Person()).IsEnabled);
    }
}
