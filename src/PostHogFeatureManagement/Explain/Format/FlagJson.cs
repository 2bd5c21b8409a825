using System.Text.Json;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Tracing;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.Explain.Format;

/// <summary>Writes how an evaluation comes to its verdict about a flag.</summary>
internal static class FlagJson
{
    /// <summary>Writes the members of an object.</summary>
    public static void Write(Utf8JsonWriter json, ExplainedFlag flag)
    {
        FlagTrace trace = flag.Trace;
        if (trace.Flag.Version is { } version)
        {
            json.WriteNumber("flagVersion", version);
        }

        json.WriteBoolean("active", trace.Flag.IsActive);
        WriteDeciding(json, trace);
        json.WriteStartArray("conditions");
        for (int index = 0; index < flag.Conditions.Count; index++)
        {
            WriteCondition(json, flag, index);
        }

        json.WriteEndArray();
        WriteVariant(json, flag);
        json.WriteStartArray("dependencies");
        foreach ((FlagDefinition dependency, Verdict verdict) in trace.Dependencies)
        {
            json.WriteStartObject();
            json.WriteString("flag", dependency.Key);
            ExplanationJson.WriteValue(json, "value", dependency.ToEvaluation(verdict).ToResult(FlagSource.Local));
            json.WriteString("reason", verdict.Reason.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteHoldout(json, flag);
        if (trace.IsCut)
        {
            json.WriteBoolean("isCut", true);
        }
    }

    private static void WriteDeciding(Utf8JsonWriter json, FlagTrace trace)
    {
        json.WriteStartObject("decidedBy");
        if (trace.Step == DecidingStep.Conditions && trace.Verdict.ConditionIndex >= 0)
        {
            json.WriteNumber("condition", trace.Verdict.ConditionIndex);
        }
        else
        {
            json.WriteString("step", ExplanationWords.Of(trace.Step));
        }

        json.WriteString("reason", trace.Verdict.Reason.ToString());
        json.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter json, ExplainedFlag flag, int index)
    {
        ConditionTrace trace = flag.Conditions[index].Trace;
        string outcome = trace.Verdict.Outcome == FlagOutcome.Inconclusive ? "undecided" : ExplanationWords.Of(trace.Verdict.Outcome);
        json.WriteStartObject();
        json.WriteNumber("index", index);
        WriteOutcome(json, trace.IsReached, outcome, trace.Verdict.IsConclusive ? FlagReason.Unknown : trace.Verdict.Reason);
        json.WriteString("aggregation", ExplanationWords.Aggregation(trace, flag.Trace.Flag));
        WriteFilters(json, "filters", flag.Conditions[index].Filters);
        json.WriteStartObject("rollout");
        json.WriteNumber("percentage", ExplanationWords.Percentage(trace.Condition.Rollout));
        if (trace.Bucket is { } bucket)
        {
            json.WriteNumber("bucket", bucket);
            json.WriteBoolean("included", !trace.Condition.Rollout.IsNobody && trace.Condition.Rollout.Includes(bucket));
        }

        json.WriteEndObject();
        if (trace.Condition.PinnedVariant >= 0)
        {
            json.WriteString("pinnedVariant", flag.VariantKey(trace.Condition.PinnedVariant));
        }

        json.WriteEndObject();
    }

    public static void WriteFilters(Utf8JsonWriter json, string name, IReadOnlyList<ExplainedFilter> filters)
    {
        json.WriteStartArray(name);
        foreach (ExplainedFilter filter in filters)
        {
            json.WriteStartObject();
            json.WriteString("type", filter.Type);
            if (filter.Operator is not null)
            {
                json.WriteString("key", filter.Key);
                json.WriteString("operator", filter.Operator);
            }

            if (!filter.Operand.IsMissing())
            {
                json.WritePropertyName("operand");
                OperandWords.WriteTo(json, filter.Operand);
            }

            if (filter.IsNegated)
            {
                json.WriteBoolean("negated", true);
            }

            if (filter.Value is { } value)
            {
                WriteValue(json, value);
            }

            MatchResult result = filter.Trace.Result;
            WriteOutcome(json, filter.Trace.IsReached, ExplanationWords.Of(result), result.IsDecided ? FlagReason.Unknown : result.Reason);
            if (filter.Parts.Count > 0)
            {
                WriteFilters(json, "parts", filter.Parts);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, in ExplainedValue value)
    {
        json.WriteStartObject("value");
        json.WriteBoolean("given", value.IsGiven);
        if (value.Kind is { } kind)
        {
            json.WriteString("kind", kind);
        }

        if (value.Length is { } length)
        {
            json.WriteNumber("length", length);
        }

        if (value.Text is { } text)
        {
            json.WriteString("text", text);
        }

        json.WriteEndObject();
    }

    public static void WriteOutcome(Utf8JsonWriter json, bool isReached, string outcome, FlagReason reason)
    {
        json.WriteString("outcome", isReached ? outcome : "notReached");
        if (!isReached)
        {
            json.WriteString("would", outcome);
        }

        if (reason != FlagReason.Unknown)
        {
            json.WriteString("reason", reason.ToString());
        }
    }

    private static void WriteVariant(Utf8JsonWriter json, ExplainedFlag flag)
    {
        if (flag.Trace is not { Verdict: { Outcome: FlagOutcome.Match, VariantIndex: >= 0 } } || flag.Deciding?.Trace is not { } condition)
        {
            return;
        }

        json.WriteStartObject("variant");
        if (condition.VariantBucket is { } bucket)
        {
            json.WriteNumber("bucket", bucket);
        }

        json.WriteString("chosen", flag.VariantKey(condition.Variant));
        json.WriteBoolean("pinned", condition.Condition.PinnedVariant >= 0);
        json.WriteStartObject("bounds");
        foreach ((string variant, double from, double to) in VariantBounds.Of(flag.Trace.Flag))
        {
            json.WriteStartArray(variant);
            json.WriteNumberValue(from);
            json.WriteNumberValue(to);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteHoldout(Utf8JsonWriter json, ExplainedFlag flag)
    {
        if (flag.Trace.Flag.Holdout is not { } holdout)
        {
            json.WriteNull("holdout");
            return;
        }

        json.WriteStartObject("holdout");
        json.WriteString("variant", flag.VariantKey(holdout.VariantIndex));
        json.WriteNumber("percentage", ExplanationWords.Percentage(holdout.Exclusion));
        if (flag.Trace.HoldoutBucket is { } bucket)
        {
            json.WriteNumber("bucket", bucket);
            json.WriteBoolean("included", flag.Trace.Step == DecidingStep.Holdout && flag.Trace.Verdict.IsConclusive);
        }

        json.WriteEndObject();
    }
}
