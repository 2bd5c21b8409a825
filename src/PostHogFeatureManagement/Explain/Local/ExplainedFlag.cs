using System.Text.Json;
using PostHogFeatureManagement.Evaluation.Tracing;

namespace PostHogFeatureManagement.Explain.Local;

/// <summary>How an evaluation comes to its verdict about a flag, in the words of its definition.</summary>
/// <param name="Trace">The steps of the evaluation.</param>
/// <param name="Conditions">All conditions.</param>
internal sealed record ExplainedFlag(FlagTrace Trace, IReadOnlyList<ExplainedCondition> Conditions)
{
    /// <summary>The condition that a match or a miss is due to. Null when no condition decides.</summary>
    public ExplainedCondition? Deciding => Trace.Step == DecidingStep.Conditions && Trace.Verdict.ConditionIndex >= 0 ? Conditions[Trace.Verdict.ConditionIndex] : null;

    public static ExplainedFlag Of(FlagTrace trace, RawFlag raw, PostHogContext caller, bool showValues)
    {
        var filters = new FilterExplainer(raw.Cohorts, caller, showValues);
        IReadOnlyList<JsonElement> conditions = raw.Conditions;
        return new ExplainedFlag(
            trace,
            [
                .. trace.Conditions.Select((condition, index) => new ExplainedCondition(
                    condition,
                    filters.Explain(condition.Filters, index < conditions.Count ? RawFlag.Entries(conditions[index], "properties"u8) : []))),
            ]);
    }

    /// <summary>The key of a variant.</summary>
    public string? VariantKey(int index) => index < 0 ? null : Trace.Flag.VariantKeys[index];
}
