using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Group flags and mixed targeting (protocol §5.6).</summary>
[Trait("Promise", "EV-02")]
public class GroupTests
{
    private const string Gold = """{"key":"tier","type":"group","group_type_index":0,"operator":"exact","value":"gold"}""";

    [Theory]
    [InlineData("org-9", true, FlagReason.ConditionMatch)]
    [InlineData("org-12", false, FlagReason.OutOfRolloutBound)]
    [InlineData("42", true, FlagReason.ConditionMatch)]
    public void Evaluate_GroupFlag_HashesTheGroupKey(string key, bool expected, FlagReason reason)
    {
        FlagSet set = Engine.Compile(Engine.Flag(
            $$"""{"groups":[{"properties":[{{Gold}}],"rollout_percentage":60}],"aggregation_group_type_index":0}""", "org-dashboard"));

        FlagEvaluation evaluation = Engine.Evaluate(set, InCompany(key, ("tier", "gold")), "org-dashboard");

        Assert.Equal((expected, reason), (evaluation.IsEnabled, evaluation.Reason));
    }

    [Fact]
    public void Evaluate_GroupMissingFromContext_IsOffWithNoGroupType()
    {
        FlagEvaluation evaluation = Engine.Evaluate("""{"groups":[{}],"aggregation_group_type_index":0}""", Engine.Person());

        Assert.Equal((true, false, FlagReason.NoGroupType), (evaluation.IsConclusive, evaluation.IsEnabled, evaluation.Reason));
    }

    [Fact]
    public void Evaluate_UnknownGroupType_IsUndecidedForFlagAndSkippedForCondition()
    {
        Assert.False(Engine.Evaluate("""{"groups":[{}],"aggregation_group_type_index":9}""", InCompany("acme")).IsConclusive);
        Assert.Equal(
            FlagReason.NoGroupType,
            Engine.Evaluate("""{"groups":[{"aggregation_group_type_index":9}]}""", InCompany("acme")).Reason);
        Assert.Equal(1, Engine.Evaluate("""{"groups":[{"aggregation_group_type_index":9},{}]}""", InCompany("acme")).ConditionIndex);
    }

    [Fact]
    public void Evaluate_MixedTargeting_HashesTheSubjectOfEachCondition()
    {
        const string Filters = """
            {"groups":[{"aggregation_group_type_index":0,"rollout_percentage":50},{"rollout_percentage":50}],
            "multivariate":{"variants":[{"key":"a","rollout_percentage":50},{"key":"b","rollout_percentage":50}]}}
            """;
        var half = new Rollout(50);
        foreach (int i in Enumerable.Range(0, 50))
        {
            FlagEvaluation evaluation = Engine.Evaluate(Filters, InCompany($"org-{i}"));
            bool isCompanyIn = half.Includes(Bucketing.Hash("flag."u8, $"org-{i}", Bucketing.RolloutSalt));
            string subject = isCompanyIn ? $"org-{i}" : "user-61";
            bool isFirst = Bucketing.Hash("flag."u8, subject, Bucketing.VariantSalt) < 0.5;

            Assert.Equal(isCompanyIn ? 0 : 1, evaluation.ConditionIndex);
            Assert.Equal(isFirst ? "a" : "b", evaluation.Variant);
        }
    }

    [Fact]
    public void Evaluate_MissingGroupProperty_IsUndecidedUnlessPropertiesAreComplete()
    {
        string filters = $$"""{"groups":[{"properties":[{{Gold}}]}],"aggregation_group_type_index":0}""";

        Assert.Equal(FlagReason.MissingProperty, Engine.Evaluate(filters, InCompany("acme")).Reason);
        Assert.Equal(FlagReason.NoConditionMatch, Engine.Evaluate(filters, InCompany("acme"), propertiesAreComplete: true).Reason);
    }

    [Fact]
    public void Evaluate_GroupKeyProperty_IsTheKeyUnlessTheCallerSetIt()
    {
        string filters = Engine.Condition("""{"key":"$group_key","type":"group","group_type_index":0,"operator":"exact","value":"acme"}""");

        Assert.True(Engine.Evaluate(filters, InCompany("acme")).IsEnabled);
        Assert.False(Engine.Evaluate(filters, InCompany("acme", ("$group_key", "other"))).IsEnabled);
    }

    [Fact]
    public void Evaluate_GroupWithEmptyKey_HasNoProperties() =>
        Assert.Equal(FlagReason.MissingProperty, Engine.Evaluate(Engine.Condition(Gold), InCompany("", ("tier", "gold"))).Reason);

    [Fact]
    public void Evaluate_GroupFilterWithoutIndex_ReadsTheGroupOfTheCondition()
    {
        string filters = """{"groups":[{"properties":[{"key":"tier","type":"group","operator":"exact","value":"gold"}]}],"aggregation_group_type_index":0}""";

        Assert.True(Engine.Evaluate(filters, InCompany("acme", ("tier", "gold"))).IsEnabled);
    }

    [Fact]
    public void Evaluate_LongGroupKey_IsNotTruncated()
    {
        const string Filters = """{"groups":[{"rollout_percentage":50}],"aggregation_group_type_index":0}""";
        string stem = new('g', 200);

        bool[] answers = [.. Enumerable.Range(0, 20).Select(i => Engine.Evaluate(Filters, InCompany(stem + i)).IsEnabled)];

        Assert.Contains(true, answers);
        Assert.Contains(false, answers);
    }

    private static PostHogContext InCompany(string key, params ReadOnlySpan<(string Name, object? Value)> properties)
    {
        IReadOnlyDictionary<string, object?> bag = Engine.Person(properties).PersonProperties;
        return new PostHogContext("user-61") { Groups = new Dictionary<string, PostHogGroup> { ["company"] = new(key, bag) } };
    }
}
