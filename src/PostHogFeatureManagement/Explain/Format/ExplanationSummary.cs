using System.Globalization;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Tracing;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.Explain.Format;

/// <summary>Says in one or two sentences what the answer is and why.</summary>
internal static class ExplanationSummary
{
    public static string Of(ExplanationFacts explanation)
    {
        FlagResult answer = explanation.Answer;
        string value = !answer.IsEnabled ? "off" : answer.Variant is { } variant ? $"'{variant}'" : "on";
        string because = Because(explanation);
        return explanation.IsCertain
            ? $"The flag is {value}, because {because}."
            : $"A check would now ask PostHog's servers, because {ReasonText.Of(answer.Reason)}. If they had no answer, the flag would be {value}, because {because}.";
    }

    private static string Because(ExplanationFacts explanation) => Answering(explanation) switch
    {
        LayerName.Trust => ReasonText.Of(FlagReason.Untrusted),
        LayerName.Override => "an override says so",
        LayerName.Local when explanation.Local is { } local => Because(local.Flag),
        LayerName.Cache => string.Create(
            CultureInfo.InvariantCulture, $"PostHog's servers said so {DefinitionsAge.Describe(explanation.Chain.Kept.Age)} ago: {ReasonText.Of(explanation.Answer.Reason)}"),
        LayerName.Remote => $"PostHog's servers say so: {ReasonText.Of(explanation.Answer.Reason)}",
        LayerName.Configuration when explanation.Chain.Layers.IsConfigurationFirst => "the application's configuration comes first",
        LayerName.Configuration => $"the application's configuration says so. PostHog has no value: {ReasonText.Of(explanation.Answer.Reason)}",
        LayerName.Default => explanation.IsCertain ? $"no layer has a value: {ReasonText.Of(explanation.Answer.Reason)}" : "no other layer has a value",
        _ => ReasonText.Of(explanation.Answer.Reason),
    };

    private static LayerName Answering(ExplanationFacts explanation) =>
        explanation.Chain.Layers.InOrder().First(static layer => layer.Outcome == LayerOutcome.Answered).Name;

    private static string Because(ExplainedFlag flag)
    {
        Verdict verdict = flag.Trace.Verdict;
        if (flag.Trace.Step != DecidingStep.Conditions || flag.Deciding?.Trace is not { } condition)
        {
            return verdict.Reason == FlagReason.NoConditionMatch && flag.Conditions.Count == 0 ? "it has no conditions" : ReasonText.Of(verdict.Reason);
        }

        string number = string.Create(CultureInfo.InvariantCulture, $"condition {verdict.ConditionIndex + 1}");
        string rollout = string.Create(CultureInfo.InvariantCulture, $"its rollout of {ExplanationWords.Percentage(condition.Condition.Rollout)} %");
        return verdict switch
        {
            { Outcome: FlagOutcome.Match } when condition.Condition.Rollout.IsEveryone => $"{number} matches",
            { Outcome: FlagOutcome.Match } => $"{number} matches and {rollout} includes the caller",
            { Outcome: FlagOutcome.OutOfRollout } => $"{number} matches, but {rollout} does not include the caller",
            _ when flag.Conditions.Count == 1 => $"{number}, the only one, does not match",
            _ => string.Create(CultureInfo.InvariantCulture, $"none of its {flag.Conditions.Count} conditions matches"),
        };
    }
}
