using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Conditions, reasons and their indexes (protocol §5.3, §5.4, §5.7, §15).</summary>
[Trait("Promise", "EV-02")]
[Trait("Promise", "EV-10")]
public class ConditionTests
{
    private const string Enterprise = """{"key":"plan","type":"person","operator":"exact","value":["enterprise"]}""";
    private const string Unknown = """{"key":"gone","type":"person","operator":"exact","value":["x"]}""";

    [Fact]
    public void Evaluate_MissThenMatch_MatchesTheSecondCondition()
    {
        FlagEvaluation evaluation = Ask("beta-search-staged", $$"""{"groups":[{"rollout_percentage":10},{"properties":[{{Enterprise}}],"rollout_percentage":100}]}""");

        Assert.Equal((FlagOutcome.Match, FlagReason.ConditionMatch, 1), (evaluation.Outcome, evaluation.Reason, evaluation.ConditionIndex));
    }

    [Fact]
    public void Evaluate_EarlyExit_StopsAtTheRollout()
    {
        FlagEvaluation evaluation = Ask(
            "beta-search-staged-early-exit",
            $$"""{"groups":[{"rollout_percentage":10},{"properties":[{{Enterprise}}],"rollout_percentage":100}],"early_exit":true}""");

        Assert.Equal((FlagOutcome.OutOfRollout, FlagReason.OutOfRolloutBound, 0), (evaluation.Outcome, evaluation.Reason, evaluation.ConditionIndex));
    }

    [Theory]
    [InlineData("""[{"rollout_percentage":0},{"properties":[FREE]}]""", FlagReason.OutOfRolloutBound, 0)]
    [InlineData("""[{"properties":[FREE]},{"rollout_percentage":0}]""", FlagReason.OutOfRolloutBound, 1)]
    [InlineData("""[{"properties":[FREE]},{"properties":[FREE]}]""", FlagReason.NoConditionMatch, 1)]
    [InlineData("""[{"properties":[FREE]},{"aggregation_group_type_index":0}]""", FlagReason.NoConditionMatch, 0)]
    [InlineData("""[{"aggregation_group_type_index":0}]""", FlagReason.NoGroupType, 0)]
    public void Evaluate_NoMatch_GivesTheHighestReasonAndTheLaterOfEqualOnes(string groups, FlagReason reason, int index)
    {
        string free = Engine.Property("plan", "exact", "\"free\"");

        FlagEvaluation evaluation = Ask("flag", $$"""{"groups":{{groups.Replace("FREE", free, StringComparison.Ordinal)}}}""");

        Assert.Equal((false, reason, index), (evaluation.IsEnabled, evaluation.Reason, evaluation.ConditionIndex));
        Assert.True(evaluation.IsConclusive);
    }

    [Theory]
    [InlineData("[UNKNOWN, FREE]", false)]
    [InlineData("[FREE, UNKNOWN]", false)]
    [InlineData("[UNKNOWN, ENTERPRISE]", null)]
    public void Evaluate_UnknownProperty_IsDecidedByADefiniteNoAnywhere(string properties, bool? expected)
    {
        string filters = properties
            .Replace("UNKNOWN", Unknown, StringComparison.Ordinal)
            .Replace("FREE", Engine.Property("plan", "exact", "\"free\""), StringComparison.Ordinal)
            .Replace("ENTERPRISE", Enterprise, StringComparison.Ordinal);

        Assert.Equal(expected, Engine.Answer(Ask("flag", $$"""{"groups":[{"properties":{{filters}}}]}""")));
    }

    [Fact]
    public void Evaluate_UndecidedThenMatch_Matches()
    {
        FlagEvaluation evaluation = Ask("flag", $$"""{"groups":[{"properties":[{{Unknown}}]},{"properties":[{{Enterprise}}]}]}""");

        Assert.Equal((FlagOutcome.Match, 1), (evaluation.Outcome, evaluation.ConditionIndex));
    }

    [Fact]
    public void Evaluate_UndecidedThenMiss_IsUndecidedWithTheFirstReason()
    {
        FlagEvaluation evaluation = Ask("flag", $$"""{"groups":[{"properties":[{{Unknown}}]},{"rollout_percentage":0}]}""");

        Assert.Equal((FlagOutcome.Inconclusive, FlagReason.MissingProperty, -1), (evaluation.Outcome, evaluation.Reason, evaluation.ConditionIndex));
    }

    /// <summary>What no caller can change comes first, wherever it stands (protocol §5.8).</summary>
    [Theory]
    [InlineData("MISSING | UNSUPPORTED", FlagReason.UnsupportedFormat)]
    [InlineData("UNSUPPORTED | MISSING", FlagReason.UnsupportedFormat)]
    [InlineData("MISSING, UNSUPPORTED", FlagReason.UnsupportedFormat)]
    [InlineData("MISSING | DEPENDENCY", FlagReason.UndecidedDependency)]
    [InlineData("DEPENDENCY, MISSING | UNSUPPORTED", FlagReason.UnsupportedFormat)]
    [InlineData("MISSING", FlagReason.MissingProperty)]
    public void Evaluate_SeveralUndecided_GivesTheReasonThatComesFirst(string conditions, FlagReason expected)
    {
        string groups = string.Join(',', conditions.Split(" | ").Select(static condition => $$"""{"properties":[{{condition}}]}"""))
            .Replace("MISSING", Unknown, StringComparison.Ordinal)
            .Replace("UNSUPPORTED", Engine.Property("plan", "no_such", "1"), StringComparison.Ordinal)
            .Replace("DEPENDENCY", Engine.DependsOn("absent"), StringComparison.Ordinal);

        Assert.Equal(expected, Ask("flag", $$"""{"groups":[{{groups}}]}""").Reason);
    }

    [Fact]
    public void Evaluate_ContinuityAndUnknownFormat_GivesContinuity()
    {
        FlagSet set = Engine.Compile(Engine.Flag("""{"version":2}""", rest: ",\"ensure_experience_continuity\":true"));

        Assert.Equal(FlagReason.ExperienceContinuity, Engine.Evaluate(set, Engine.Person()).Reason);
    }

    [Theory]
    [InlineData("[UNKNOWN, STATIC]", FlagOutcome.Match, 1)]
    [InlineData("[STATIC, UNKNOWN]", FlagOutcome.NeedsServer, -1)]
    [InlineData("[STATIC, FREE]", FlagOutcome.Match, 1)]
    [InlineData("[ENTERPRISE, STATIC]", FlagOutcome.NeedsServer, -1)]
    internal void Evaluate_ServerOnlyCohort_NeedsServerUnlessAnEarlierFilterIsUndecided(string properties, FlagOutcome outcome, int index)
    {
        string filters = properties
            .Replace("UNKNOWN", Unknown, StringComparison.Ordinal)
            .Replace("STATIC", Engine.InCohort(99), StringComparison.Ordinal)
            .Replace("FREE", Engine.Property("plan", "exact", "\"free\""), StringComparison.Ordinal)
            .Replace("ENTERPRISE", Enterprise, StringComparison.Ordinal);

        FlagEvaluation evaluation = Ask("flag", $$"""{"groups":[{"properties":{{filters}}},{}]}""");

        Assert.Equal((outcome, index), (evaluation.Outcome, evaluation.ConditionIndex));
    }

    [Fact]
    public void Evaluate_PinnedVariant_WinsUnlessTheFlagDoesNotHaveIt()
    {
        const string Variants = ""","multivariate":{"variants":[{"key":"a","rollout_percentage":100},{"key":"b","rollout_percentage":0}]}""";

        Assert.Equal("b", Ask("flag", $$"""{"groups":[{"variant":"b"}]{{Variants}}}""").Variant);
        Assert.Equal("a", Ask("flag", $$"""{"groups":[{"variant":"B"}]{{Variants}}}""").Variant);
        Assert.Equal("a", Ask("flag", $$"""{"groups":[{"variant":""}]{{Variants}}}""").Variant);
    }

    [Fact]
    public void Evaluate_InactiveFlag_IsOffWithFlagDisabled()
    {
        FlagSet set = Engine.Compile("""{"key":"flag","active":false,"filters":{"groups":[{}]}}""");

        FlagEvaluation evaluation = Engine.Evaluate(set, Engine.Person());

        Assert.Equal((FlagOutcome.NoMatch, FlagReason.FlagDisabled), (evaluation.Outcome, evaluation.Reason));
    }

    [Fact]
    public void ToResult_DecidedAndUndecided_CarryValueReasonAndSource()
    {
        FlagResult decided = Ask("flag", """{"groups":[{}],"payloads":{"true":"{\"a\":1}"}}""").ToResult(FlagSource.Local);
        FlagResult undecided = Ask("flag", $$"""{"groups":[{"properties":[{{Unknown}}]}]}""").ToResult(FlagSource.Local);

        Assert.Equal((true, true, FlagReason.ConditionMatch, 0, FlagSource.Local), (decided.HasValue, decided.IsEnabled, decided.Reason, decided.ConditionIndex, decided.Source));
        Assert.Equal(1, decided.Payload?.GetProperty("a").GetInt32());
        Assert.Equal((false, false, FlagReason.MissingProperty), (undecided.HasValue, undecided.IsEnabled, undecided.Reason));
    }

    private static FlagEvaluation Ask(string key, string filters)
    {
        var context = new PostHogContext("user-105") { PersonProperties = new Dictionary<string, object?> { ["plan"] = "enterprise" } };
        return Engine.Evaluate(Engine.Compile(Engine.Flag(filters, key)), context, key);
    }
}
