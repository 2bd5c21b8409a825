using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>The results of whole flags that follow from the hashes (protocol §4.2, derived checks).</summary>
[Trait("Promise", "EV-01")]
public class DerivedHashTests
{
    private const string Halves = """{"groups":[{"properties":[],"rollout_percentage":45}]}""";

    private const string FiveVariants =
        """
        {"groups":[{"properties":[],"rollout_percentage":100}],"multivariate":{"variants":[
        {"key":"first","rollout_percentage":50},{"key":"second","rollout_percentage":20},{"key":"third","rollout_percentage":20},
        {"key":"fourth","rollout_percentage":5},{"key":"fifth","rollout_percentage":5}]}}
        """;

    [Theory]
    [InlineData("beta-search-rollout", 25.5, "user-61", true)]
    [InlineData("beta-search-rollout", 25.5, "user-105", false)]
    [InlineData("beta-search-rollout", 28, "user-105", false)]
    [InlineData("beta-search-rollout", 29, "user-105", true)]
    [InlineData("fractional-rollout", 0.1, "user-2411", true)]
    [InlineData("fractional-rollout", 0.1, "user-83", false)]
    public void Evaluate_Rollout_IncludesTheSameIdsAsTheServer(string key, double percentage, string distinctId, bool expected)
    {
        string filters = FormattableString.Invariant($$"""{"groups":[{"rollout_percentage":{{percentage}}}]}""");

        Assert.Equal(expected, Ask(key, filters, distinctId).IsEnabled);
    }

    [Theory]
    [InlineData("user-61", "compact")]
    [InlineData("user-17", "control")]
    public void Evaluate_Variants_GivesTheSameVariantAsTheServer(string distinctId, string expected)
    {
        const string Filters = """
            {"groups":[{"rollout_percentage":100}],"multivariate":{"variants":[{"key":"control","rollout_percentage":50},
            {"key":"compact","rollout_percentage":25},{"key":"spacious","rollout_percentage":25}]}}
            """;

        Assert.Equal(expected, Ask("checkout-layout", Filters, distinctId).Variant);
    }

    [Fact]
    public void Evaluate_TenThousandIds_IncludesAsManyAsTheServer()
    {
        FlagSet set = Engine.Compile(Engine.Flag(Halves, "simple-flag"));
        bool[] included = [.. Enumerable.Range(0, 10_000).Select(i => Ask(set, "simple-flag", $"distinct_id_{i}").IsEnabled)];

        Assert.Equal([false, true, true, false, true, false, false, true, false, true, false, true], included[..12]);
        Assert.Equal(4416, included.Count(one => one));
    }

    [Fact]
    public void Evaluate_TenThousandIds_DistributesVariantsAsTheServer()
    {
        FlagSet set = Engine.Compile(Engine.Flag(FiveVariants, "multivariate-flag"));
        string[] variants = [.. Enumerable.Range(0, 10_000).Select(i => Ask(set, "multivariate-flag", $"distinct_id_{i}").Variant!)];

        Assert.Equal(
            ["second", "second", "first", "first", "second", "second", "first", "first", "second", "fifth", "first", "third"],
            variants[..12]);
        int[] counts = [.. new[] { "first", "second", "third", "fourth", "fifth" }.Select(key => variants.Count(one => one == key))];
        Assert.Equal([4934, 2007, 2047, 516, 496], counts);
    }

    private static FlagEvaluation Ask(string key, string filters, string distinctId) =>
        Ask(Engine.Compile(Engine.Flag(filters, key)), key, distinctId);

    private static FlagEvaluation Ask(FlagSet set, string key, string distinctId) =>
        Engine.Evaluate(set, new PostHogContext(distinctId), key);
}
