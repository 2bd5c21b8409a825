using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation.Properties;

public sealed class AllocationTests
{
    private readonly FlagEvaluator _evaluator = new(TimeProvider.System);
    private readonly PostHogContext[] _users = [.. Enumerable.Range(0, 1_000).Select(static number => new PostHogContext($"user-{number}")
    {
        PersonProperties = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["plan"] = number % 2 == 0 ? "Team" : "scale",
            ["age"] = number,
            ["email"] = $"jo{number}@example.org",
            ["joined"] = "2024-06-01T10:00:00Z",
            ["app"] = "1.2.3",
        },
    })];

    [Theory]
    [InlineData("""{"rollout_percentage":50}""")]
    [InlineData("""{"properties":[{"key":"plan","operator":"exact","value":["team","growth"]}]}""")]
    [InlineData("""{"properties":[{"key":"age","operator":"gt","value":17},{"key":"email","operator":"icontains","value":"@EXAMPLE"}],"rollout_percentage":33.34}""")]
    [InlineData("""{"properties":[{"key":"joined","operator":"is_date_after","value":"-90d"}]}""")]
    [InlineData("""{"properties":[{"key":"app","operator":"semver_gte","value":"1.2.0"}]}""")]
    [InlineData("""{"properties":[{"key":"email","operator":"regex","value":"^jo[0-9]+@"}]}""")]
    [InlineData("""{"properties":[{"key":"id","type":"cohort","operator":"in","value":"1"}]}""")]
    [InlineData("""{"properties":[{"key":"country","operator":"exact","value":"AT"}]}""")]
    [Trait("Promise", "EV-01")]
    public void Evaluate_DistinctUsers_AllocatesNothing(string condition)
    {
        FlagSet set = Answers.Compile($$$"""
            {"flags":[{"key":"checkout","active":true,"filters":{"groups":[{{{condition}}}],"multivariate":{"variants":[{"key":"a","rollout_percentage":50},{"key":"b","rollout_percentage":50}]} } }],
             "cohorts":{"1":{"type":"OR","values":[{"key":"plan","type":"person","operator":"exact","value":"team"}]} } }
            """);
        FlagDefinition flag = set[0];
        EvaluateForAll(set, flag);
        long before = GC.GetAllocatedBytesForCurrentThread();
        EvaluateForAll(set, flag);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    [Trait("Promise", "EV-01")]
    public void DecideAll_MoreFlagsThanFitOnTheStack_AllocatesNothing()
    {
        IEnumerable<string> flags = Enumerable.Range(0, 400).Select(static number => $$"""{"key":"flag-{{number}}","active":true,"filters":{"groups":[{"rollout_percentage":50}]} }""");
        FlagSet set = Answers.Compile($$"""{"flags":[{{string.Join(',', flags)}}]}""");
        var results = new Verdict[set.Count];
        _evaluator.DecideAll(set, _users[0], propertiesAreComplete: false, results);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _evaluator.DecideAll(set, _users[1], propertiesAreComplete: false, results);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void EvaluateForAll(FlagSet set, FlagDefinition flag)
    {
        foreach (PostHogContext user in _users)
        {
            _evaluator.Evaluate(set, flag, user);
        }
    }
}
