using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// With device bucketing and no device ID, a condition that needs no hash was passed over. A later condition gave another variant than the server, or the
/// server was asked needlessly.
/// </summary>
[Trait("Promise", "EV-02")]
public sealed class OpenConditionAsksForDeviceTests
{
    private const string Device = ""","bucketing_identifier":"device_id" """;

    [Fact]
    public void Evaluate_OpenConditionBeforeGroupCondition_DecidesWithoutDevice()
    {
        FlagSet set = Compile("""
            {"groups":[{"rollout_percentage":100},{"rollout_percentage":100,"variant":"b","aggregation_group_type_index":0}],
             "multivariate":{"variants":[{"key":"a","rollout_percentage":100},{"key":"b","rollout_percentage":0}]}}
            """);
        var caller = new PostHogContext("user-61") { Groups = new Dictionary<string, PostHogGroup> { ["company"] = new("co1") } };

        Assert.Equal("a", Engine.Evaluate(set, caller).Variant);
    }

    [Fact]
    public void Evaluate_OpenBooleanFlag_IsOnWithoutDevice() =>
        Assert.True(Engine.Evaluate(Compile("""{"groups":[{"rollout_percentage":100}]}"""), new PostHogContext("user-61")).IsEnabled);

    [Fact]
    public void Evaluate_FilterThatDoesNotMatch_IsOffWithoutDevice()
    {
        FlagSet set = Compile(Engine.Condition(Engine.Property("plan", "exact", "\"pro\""), ""","rollout_percentage":50"""));

        Assert.Equal(FlagReason.NoConditionMatch, Engine.Evaluate(set, Engine.Person(("plan", "free"))).Reason);
    }

    [Theory]
    [InlineData("""{"groups":[{"rollout_percentage":99}]}""")]
    [InlineData("""{"groups":[{}],"multivariate":{"variants":[{"key":"a","rollout_percentage":50},{"key":"b","rollout_percentage":50}]}}""")]
    public void Evaluate_ConditionThatNeedsAHash_IsUndecidedWithoutDevice(string filters) =>
        Assert.Equal(FlagReason.MissingDeviceId, Engine.Evaluate(Compile(filters), new PostHogContext("user-61")).Reason);

    private static FlagSet Compile(string filters) => Engine.Compile(Engine.Flag(filters, rest: Device));
}
