using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

[Trait("Promise", "EV-13")]
public class AnonymousTests
{
    private const string Split = ""","multivariate":{"variants":[{"key":"a","rollout_percentage":50},{"key":"b","rollout_percentage":50}]}""";
    private const string Single = ""","multivariate":{"variants":[{"key":"only","rollout_percentage":100}]}""";

    [Theory]
    [InlineData("""{"groups":[{}]}""", true, null)]
    [InlineData("""{"groups":[{"rollout_percentage":0}]}""", false, null)]
    [InlineData("""{"groups":[{"variant":"b"}]SPLIT}""", true, "b")]
    [InlineData("""{"groups":[{}]SINGLE}""", true, "only")]
    [InlineData("""{"groups":[{"rollout_percentage":50},{}]}""", true, null)]
    [InlineData("""{"groups":[{}],"holdout":{"id":1,"exclusion_percentage":0}}""", true, null)]
    [InlineData("""{"groups":[{}],"holdout":{"id":1,"exclusion_percentage":100}}""", true, "holdout-1")]
    [InlineData("""{"groups":[{"properties":[{"key":"plan","operator":"exact","value":"pro"}]}]}""", true, null)]
    public void Evaluate_NothingToHash_IsDecided(string filters, bool expected, string? variant)
    {
        FlagEvaluation evaluation = Engine.Evaluate(Expand(filters), Nobody());

        Assert.Equal((true, expected, variant), (evaluation.IsConclusive, evaluation.IsEnabled, evaluation.Variant));
    }

    [Theory]
    [InlineData("""{"groups":[{"rollout_percentage":50}]}""")]
    [InlineData("""{"groups":[{}]SPLIT}""")]
    [InlineData("""{"groups":[{}],"holdout":{"id":1,"exclusion_percentage":10}}""")]
    public void Evaluate_SomethingToHash_IsUndecided(string filters)
    {
        FlagEvaluation evaluation = Engine.Evaluate(Expand(filters), Nobody());

        Assert.Equal((FlagOutcome.Inconclusive, FlagReason.MissingDistinctId), (evaluation.Outcome, evaluation.Reason));
    }

    [Fact]
    public void Evaluate_DistinctIdPropertyOfAnonymousCaller_IsMissing()
    {
        string filters = Engine.Condition(Engine.Property("distinct_id", "is_set", "null"));

        Assert.Equal(FlagReason.MissingProperty, Engine.Evaluate(filters, Nobody()).Reason);
        Assert.True(Engine.Evaluate(filters, Engine.Person()).IsEnabled);
    }

    private static string Expand(string filters) =>
        filters.Replace("SPLIT", Split, StringComparison.Ordinal).Replace("SINGLE", Single, StringComparison.Ordinal);

    private static PostHogContext Nobody() => new() { PersonProperties = new Dictionary<string, object?> { ["plan"] = "pro" } };
}
