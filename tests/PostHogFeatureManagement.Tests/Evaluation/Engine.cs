using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>Helpers to compile definitions and evaluate flags.</summary>
internal static class Engine
{
    public const string Key = "flag";

    /// <summary>A Wednesday, noon UTC.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 4, 15, 12, 0, 0, TimeSpan.Zero);

    public static FlagEvaluator Evaluator { get; } = new(new FixedClock(Now));

    /// <summary>Compiles a document from the definitions of its flags and, optionally, its other members.</summary>
    public static FlagSet Compile(string flags, string rest = "", DefinitionsCompilerOptions? options = null)
    {
        string json = $$"""{"flags":[{{flags}}],"group_type_mapping":{"0":"company","1":"project"}{{rest}}}""";
        DefinitionsCompilation compilation = DefinitionsCompiler.Compile(Encoding.UTF8.GetBytes(json), options ?? new DefinitionsCompilerOptions());
        Assert.True(compilation.FlagSet is not null, compilation.Error);
        return compilation.FlagSet;
    }

    /// <summary>Returns the definition of one active flag.</summary>
    public static string Flag(string filters, string key = Key, string rest = "") =>
        $$"""{"id":7,"key":{{JsonSerializer.Serialize(key)}},"active":true,"filters":{{filters}}{{rest}}}""";

    /// <summary>Returns the filters of a flag with one condition, which matches callers with all the given properties.</summary>
    public static string Condition(string properties, string rest = "") => $$"""{"groups":[{"properties":[{{properties}}]{{rest}}}]}""";

    public static string Property(string name, string operatorName, string value, string rest = "") =>
        $$"""{"key":"{{name}}","type":"person","operator":"{{operatorName}}","value":{{value}}{{rest}}}""";

    public static string DependsOn(string key, string value = "true") =>
        $$"""{"key":"{{key}}","type":"flag","operator":"flag_evaluates_to","value":{{value}},"dependency_chain":["{{key}}"]}""";

    public static string InCohort(int id, string operatorName = "in") =>
        $$"""{"key":"id","type":"cohort","operator":"{{operatorName}}","value":{{id}}}""";

    /// <summary>Returns the document's <c>cohorts</c> member, with the IDs 1, 2 and so on.</summary>
    public static string Cohorts(params ReadOnlySpan<string> trees)
    {
        var members = new List<string>();
        foreach (string tree in trees)
        {
            members.Add($"\"{members.Count + 1}\":{tree}");
        }

        return $",\"cohorts\":{{{string.Join(',', members)}}}";
    }

    public static FlagEvaluation Evaluate(FlagSet set, PostHogContext context, string key = Key, bool propertiesAreComplete = false)
    {
        Assert.True(set.TryGetFlag(key, out FlagDefinition? flag));
        return Evaluator.Evaluate(set, flag, context, propertiesAreComplete);
    }

    public static FlagEvaluation[] EvaluateAll(FlagSet set, PostHogContext context, bool propertiesAreComplete = false)
    {
        var verdicts = new Verdict[set.Count];
        Evaluator.DecideAll(set, context, propertiesAreComplete, verdicts);
        return [.. verdicts.Select((verdict, ordinal) => set[ordinal].ToEvaluation(verdict))];
    }

    public static FlagEvaluation Evaluate(string filters, PostHogContext context, bool propertiesAreComplete = false) =>
        Evaluate(Compile(Flag(filters)), context, propertiesAreComplete: propertiesAreComplete);

    public static PostHogContext Person(params ReadOnlySpan<(string Name, object? Value)> properties)
    {
        var bag = new Dictionary<string, object?>();
        foreach ((string name, object? value) in properties)
        {
            bag[name] = value;
        }

        return new PostHogContext("user-61") { PersonProperties = bag };
    }

    /// <summary>Evaluates one operator against one property: true, false, or null for undecided.</summary>
    public static bool? Match(string operatorName, string operand, object? property, int matchingVersion = 1, TimeZoneInfo? zone = null)
    {
        FlagSet set = Compile(
            Flag(Condition(Property("k", operatorName, operand))),
            $$""","property_matching_version":{{matchingVersion}}""",
            new DefinitionsCompilerOptions { TimeZone = zone ?? TimeZoneInfo.Utc });
        return Answer(Evaluate(set, Person(("k", property))));
    }

    /// <summary>Evaluates one operator against a missing property, with complete properties, as the server does.</summary>
    public static bool? MatchMissing(string operatorName, string operand) =>
        Answer(Evaluate(Condition(Property("k", operatorName, operand)), Person(), propertiesAreComplete: true));

    public static bool? Answer(in FlagEvaluation evaluation) => evaluation.IsConclusive ? evaluation.IsEnabled : null;
}
