using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Holdouts and early access come before the conditions (protocol §5.1, §5.2).</summary>
[Trait("Promise", "EV-02")]
public class HoldoutTests
{
    [Theory]
    [InlineData("\"holdout\":{\"exclusion_percentage\":100}")]
    [InlineData("\"holdout\":null")]
    [InlineData("\"holdout\":{\"id\":1}")]
    [InlineData("\"holdout_groups\":[{\"properties\":[],\"rollout_percentage\":100,\"variant\":\"holdout-1\"}]")]
    public void Evaluate_IncompleteOrOldHoldout_IsIgnored(string member) =>
        Assert.Null(Engine.Evaluate($$"""{"groups":[{}],{{member}}}""", Engine.Person()).Variant);

    [Theory]
    [InlineData(250, "holdout-4")]
    [InlineData(-1, null)]
    public void Evaluate_ExclusionOutOfRange_IsClamped(int percentage, string? variant) =>
        Assert.Equal(variant, Engine.Evaluate($$"""{"holdout":{"exclusion_percentage":{{percentage}},"id":4},"groups":[{}]}""", Engine.Person()).Variant);

    [Fact]
    public void Evaluate_HoldoutOfGroupFlag_HashesTheGroupKey()
    {
        const string Filters = """{"groups":[{}],"aggregation_group_type_index":0,"holdout":{"id":4,"exclusion_percentage":10}}""";

        Assert.Equal("holdout-4", Engine.Evaluate(Filters, WithCompany("user-77", "user-31")).Variant);
        Assert.Null(Engine.Evaluate(Filters, WithCompany("user-31", "user-77")).Variant);
    }

    [Fact]
    public void Evaluate_HoldoutOfDeviceFlag_HashesTheDeviceIdOrTheDistinctId()
    {
        FlagSet set = Engine.Compile(Engine.Flag(
            """{"groups":[{}],"holdout":{"id":4,"exclusion_percentage":10}}""", rest: ""","bucketing_identifier":"device_id" """));

        Assert.Equal("holdout-4", Engine.Evaluate(set, new PostHogContext("user-77") { DeviceId = "user-31" }).Variant);
        Assert.Null(Engine.Evaluate(set, new PostHogContext("user-31") { DeviceId = "user-77" }).Variant);
        Assert.Equal("holdout-4", Engine.Evaluate(set, new PostHogContext("user-31")).Variant);
        Assert.Null(Engine.Evaluate(set, new PostHogContext("user-77")).Variant);
    }

    [Fact]
    public void Evaluate_EnrolledPerson_SkipsTheHoldoutAndGetsThePayloadOfTrue()
    {
        const string Filters = """
            {"groups":[{}],"feature_enrollment":true,"holdout":{"id":4,"exclusion_percentage":100},"payloads":{"true":"\"yes\"","holdout-4":"\"no\""}}
            """;

        FlagEvaluation enrolled = Engine.Evaluate(Filters, Engine.Person(("$feature_enrollment/flag", "true")));
        FlagEvaluation optedOut = Engine.Evaluate(Filters, Engine.Person(("$feature_enrollment/flag", "false")));
        FlagEvaluation heldOut = Engine.Evaluate(Filters, Engine.Person(), propertiesAreComplete: true);

        Assert.Equal(("yes", FlagReason.SuperConditionValue), (enrolled.Payload?.Json.GetString(), enrolled.Reason));
        Assert.Equal((false, true), (optedOut.IsEnabled, optedOut.Payload is null));
        Assert.Equal(("holdout-4", "no"), (heldOut.Variant, heldOut.Payload?.Json.GetString()));
    }

    [Fact]
    public void Evaluate_PinnedVariantNamedLikeTheHoldout_IsIgnored()
    {
        const string Filters = """{"groups":[{"variant":"holdout-4"}],"holdout":{"id":4,"exclusion_percentage":0}}""";

        Assert.Null(Engine.Evaluate(Filters, Engine.Person()).Variant);
    }

    [Theory]
    [InlineData("super_groups")]
    public void Evaluate_LegacySuperGroups_AreIgnored(string member) =>
        Assert.True(Engine.Evaluate($$"""{"groups":[{}],"{{member}}":[{"properties":[{"key":"x","value":["true"]}]}]}""", Engine.Person()).IsEnabled);

    private static PostHogContext WithCompany(string distinctId, string company) =>
        new(distinctId) { Groups = new Dictionary<string, PostHogGroup> { ["company"] = new(company) } };
}
