using System.Text;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Evaluation.Properties;

/// <summary>The answers a caller gets, flag by flag, as text that can be compared and read.</summary>
internal static class Answers
{
    private static readonly FlagEvaluator Evaluator = new(new ManualTimeProvider());

    public static FlagSet Compile(JsonNode document) => Compile(document.ToJsonString());

    public static FlagSet Compile(string json)
    {
        DefinitionsCompilation compilation = DefinitionsCompiler.Compile(Encoding.UTF8.GetBytes(json), new DefinitionsCompilerOptions());
        Assert.Null(compilation.Error);
        return compilation.FlagSet!;
    }

    public static FlagEvaluation Of(FlagSet set, string key, PostHogContext context, bool propertiesAreComplete = false)
    {
        Assert.True(set.TryGetFlag(key, out FlagDefinition? flag));
        return Evaluator.Evaluate(set, flag, context, propertiesAreComplete);
    }

    public static SortedDictionary<string, string> Of(FlagSet set, PostHogContext context, bool propertiesAreComplete = false)
    {
        var verdicts = new Verdict[set.Count];
        Evaluator.DecideAll(set, context, propertiesAreComplete, verdicts);
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int ordinal = 0; ordinal < verdicts.Length; ordinal++)
        {
            answers[set[ordinal].Key] = Show(set[ordinal].ToEvaluation(verdicts[ordinal]));
        }

        return answers;
    }

    /// <summary>Fails with the names of the flags that differ, and nothing else.</summary>
    public static void AssertSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.Empty(expected.Where(pair => actual[pair.Key] != pair.Value).Select(pair => $"{pair.Key}: {pair.Value} became {actual[pair.Key]}"));
    }

    public static string Show(in FlagEvaluation answer) =>
        $"{answer.Outcome} {answer.Reason} {answer.ConditionIndex} {answer.Variant} {answer.Payload?.Json}";
}
