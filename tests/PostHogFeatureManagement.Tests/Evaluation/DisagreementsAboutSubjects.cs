using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Rows of protocol §6.7 about the hashed subject and the source of properties.</summary>
[Trait("Promise", "EV-08")]
public class DisagreementsAboutSubjects
{
    private const string Half = """{"groups":[{"rollout_percentage":50}]}""";

    [Fact]
    [Trait("Row", "D1")]
    public void Evaluate_LongDistinctId_HashesTheFirst200Characters()
    {
        FlagSet set = Engine.Compile(Engine.Flag("""{"groups":[{}],"multivariate":{"variants":[{"key":"a","rollout_percentage":50},{"key":"b","rollout_percentage":50}]}}"""));
        string stem = new('x', 200);
        string[] tails = ["", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

        string?[] variants = [.. tails.Select(tail => Engine.Evaluate(set, new PostHogContext(stem + tail)).Variant)];

        Assert.Single(variants.Distinct());
        Assert.NotNull(variants[0]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", false)]
    [InlineData("false", false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(null, false)]
    [Trait("Row", "D2")]
    public void Evaluate_EarlyAccessChoice_WinsOverConditions(object? choice, bool expected)
    {
        FlagEvaluation evaluation = Engine.Evaluate(
            """{"groups":[{"rollout_percentage":0}],"feature_enrollment":true}""",
            Engine.Person(("$feature_enrollment/flag", choice)));

        Assert.Equal((expected, true, FlagReason.SuperConditionValue), (evaluation.IsEnabled, evaluation.IsConclusive, evaluation.Reason));
    }

    [Fact]
    [Trait("Row", "D2")]
    public void Evaluate_NoEarlyAccessChoice_IsUndecidedUnlessPropertiesAreComplete()
    {
        const string Filters = """{"groups":[{}],"feature_enrollment":true}""";

        Assert.Equal(FlagReason.MissingProperty, Engine.Evaluate(Filters, Engine.Person()).Reason);
        Assert.Equal(FlagReason.ConditionMatch, Engine.Evaluate(Filters, Engine.Person(), propertiesAreComplete: true).Reason);
    }

    [Theory]
    [InlineData("user-31", "holdout-7", FlagReason.HoldoutConditionValue, -1)]
    [InlineData("user-77", "test", FlagReason.ConditionMatch, 0)]
    [Trait("Row", "D3")]
    public void Evaluate_HoldoutMember_GetsTheHoldoutVariant(string distinctId, string variant, FlagReason reason, int index)
    {
        FlagEvaluation evaluation = Engine.Evaluate(
            """
            {"groups":[{}],"holdout":{"id":7,"exclusion_percentage":10},"payloads":{"test":"1"},
            "multivariate":{"variants":[{"key":"control","rollout_percentage":0},{"key":"test","rollout_percentage":100}]}}
            """,
            new PostHogContext(distinctId));

        Assert.Equal((variant, reason, index), (evaluation.Variant, evaluation.Reason, evaluation.ConditionIndex));
        Assert.Equal(variant == "test", evaluation.Payload is not null);
    }

    [Fact]
    [Trait("Row", "D4")]
    public void Evaluate_GroupFilterInPersonCondition_ReadsTheGroup()
    {
        string filters = Engine.Condition("""{"key":"tier","type":"group","group_type_index":0,"operator":"exact","value":"gold"}""");
        PostHogContext inGold = WithCompany(Engine.Person(("tier", "none")), ("tier", "gold"));
        PostHogContext personGold = WithCompany(Engine.Person(("tier", "gold")), ("tier", "none"));

        Assert.True(Engine.Evaluate(filters, inGold).IsEnabled);
        Assert.Equal(false, Engine.Answer(Engine.Evaluate(filters, personGold)));
        Assert.Equal(FlagReason.MissingProperty, Engine.Evaluate(filters, Engine.Person(("tier", "gold"))).Reason);
    }

    [Fact]
    [Trait("Row", "D5")]
    public void Evaluate_CohortInGroupCondition_IsAboutThePerson()
    {
        FlagSet set = Engine.Compile(
            Engine.Flag($$"""{"groups":[{"properties":[{{Engine.InCohort(1)}}]}],"aggregation_group_type_index":0}"""),
            Engine.Cohorts($$"""{"type":"AND","values":[{{Engine.Property("plan", "exact", "\"pro\"")}}]}"""));

        Assert.True(Engine.Evaluate(set, WithCompany(Engine.Person(("plan", "pro")), ("plan", "free"))).IsEnabled);
        Assert.Equal(false, Engine.Answer(Engine.Evaluate(set, WithCompany(Engine.Person(("plan", "free")), ("plan", "pro")))));
    }

    [Fact]
    [Trait("Row", "D6")]
    public void Evaluate_DeviceBucketing_HashesTheDeviceId()
    {
        FlagSet set = Engine.Compile(Engine.Flag(Half, rest: ""","bucketing_identifier":"device_id" """) + "," + Engine.Flag(Half, "other"));
        bool byDevice = new Rollout(50).Includes(Bucketing.Hash("flag."u8, "device-1", Bucketing.RolloutSalt));
        bool byPerson = new Rollout(50).Includes(Bucketing.Hash("flag."u8, "user-61", Bucketing.RolloutSalt));
        Assert.NotEqual(byDevice, byPerson);

        Assert.Equal(byDevice, Engine.Evaluate(set, new PostHogContext("user-61") { DeviceId = "device-1" }).IsEnabled);
        Assert.Equal(byDevice, Engine.Evaluate(set, Engine.Person(("$device_id", "device-1"))).IsEnabled);
        Assert.Equal(FlagReason.MissingDeviceId, Engine.Evaluate(set, Engine.Person()).Reason);
    }

    [Fact]
    [Trait("Row", "D40")]
    public void Evaluate_EmptySubject_CountsAsMissing()
    {
        Assert.Equal(FlagReason.MissingDistinctId, Engine.Evaluate(Half, new PostHogContext("")).Reason);
        Assert.Equal(
            FlagReason.NoGroupType,
            Engine.Evaluate("""{"groups":[{}],"aggregation_group_type_index":0}""", WithCompany(Engine.Person(), key: "")).Reason);
    }

    [Fact]
    [Trait("Row", "D43")]
    public void Evaluate_NullAggregationInGroupFlag_MeansThePerson()
    {
        const string Filters = """{"groups":[{"aggregation_group_type_index":null},{}],"aggregation_group_type_index":0}""";

        FlagEvaluation evaluation = Engine.Evaluate(Filters, Engine.Person());

        Assert.Equal((FlagReason.ConditionMatch, 0), (evaluation.Reason, evaluation.ConditionIndex));
    }

    private static PostHogContext WithCompany(PostHogContext person, params ReadOnlySpan<(string Name, object? Value)> properties) =>
        WithCompany(person, "acme", properties);

    private static PostHogContext WithCompany(PostHogContext person, string key, params ReadOnlySpan<(string Name, object? Value)> properties)
    {
        var bag = new Dictionary<string, object?>();
        foreach ((string name, object? value) in properties)
        {
            bag[name] = value;
        }

        return new PostHogContext(person.DistinctId)
        {
            PersonProperties = person.PersonProperties,
            Groups = new Dictionary<string, PostHogGroup> { ["company"] = new(key, bag) },
        };
    }
}
