using System.Globalization;
using System.Text.Json;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Tracing;

namespace PostHogFeatureManagement.Explain.Format;

/// <summary>The words and numbers that the JSON document, the summary and the page share.</summary>
internal static class ExplanationWords
{
    /// <summary>A member of an enumeration as JSON has it: <c>notAsked</c>.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string Of(MatchResult result) => result.IsYes ? "yes" : result.IsNo ? "no" : result.IsServerOnly ? "needsServer" : "undecided";

    public static string Aggregation(ConditionTrace condition, FlagDefinition flag) => condition.Condition.Aggregation switch
    {
        { IsGroup: true, GroupType: { } type } => $"group:{type}",
        { IsGroup: true } => "group",
        _ => flag.BucketsByDevice ? "device" : "person",
    };

    /// <summary>A threshold from 0 to 1 as the percentage that someone entered in PostHog.</summary>
    public static double Percentage(Rollout rollout) => Math.Round(rollout.Threshold * 100, 10);

    public static string Percent(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(fraction * 100, 2)} %");
}
