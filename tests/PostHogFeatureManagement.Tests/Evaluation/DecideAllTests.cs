using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

[Trait("Promise", "EV-11")]
public class DecideAllTests
{
    [Fact]
    public void DecideAll_RecordedDefinitions_EqualsEvaluatingEachFlagAlone()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Conformance", "random.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        int compared = 0;
        foreach (JsonElement recorded in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            byte[] definitions = JsonSerializer.SerializeToUtf8Bytes(recorded.GetProperty("definitions"));
            FlagSet set = DefinitionsCompiler.Compile(definitions, new DefinitionsCompilerOptions()).FlagSet!;
            foreach (JsonElement evaluation in recorded.GetProperty("evaluations").EnumerateArray().Take(20))
            {
                compared += Compare(set, ConformanceContext.Read(evaluation));
            }
        }

        Assert.True(compared > 1000);
    }

    [Fact]
    public void DecideAll_MoreFlagsThanFitOnTheStack_ResolvesDependencies()
    {
        var flags = new List<string>();
        for (int i = 0; i < 600; i++)
        {
            flags.Add(Engine.Flag(Engine.Condition(Engine.DependsOn($"f{i + 1}")), $"f{i}"));
        }

        flags.Add(Engine.Flag("""{"groups":[{}]}""", "f600"));
        FlagSet set = Engine.Compile(string.Join(',', flags));

        FlagEvaluation[] results = Engine.EvaluateAll(set, Engine.Person());

        Assert.All(results, result => Assert.True(result.IsEnabled));
    }

    [Fact]
    public void DecideAll_OneUndecidedFlag_LeavesTheOthersDecided()
    {
        FlagSet set = Engine.Compile(
            Engine.Flag(Engine.Condition(Engine.Property("gone", "exact", "1"))) + "," + Engine.Flag("""{"groups":[{}]}""", "on") + ","
            + Engine.Flag("""{"groups":[]}""", "off"));

        FlagEvaluation[] results = Engine.EvaluateAll(set, Engine.Person());

        Assert.Equal(new bool?[] { null, true, false }, results.Select(result => Engine.Answer(result)));
    }

    [Fact]
    public void DecideAll_ResultsOfWrongLength_Throws()
    {
        FlagSet set = Engine.Compile(Engine.Flag("{}"));

        Assert.Throws<ArgumentOutOfRangeException>(() => Engine.Evaluator.DecideAll(set, Engine.Person(), false, new Verdict[2]));
    }

    private static int Compare(FlagSet set, PostHogContext context)
    {
        FlagEvaluation[] results = Engine.EvaluateAll(set, context);
        for (int i = 0; i < set.Count; i++)
        {
            FlagEvaluation alone = Engine.Evaluator.Evaluate(set, set[i], context);
            Assert.Equal((alone.Outcome, alone.Reason, alone.Variant, alone.ConditionIndex), (results[i].Outcome, results[i].Reason, results[i].Variant, results[i].ConditionIndex));
            Assert.Same(alone.Payload, results[i].Payload);
        }

        return set.Count;
    }
}
