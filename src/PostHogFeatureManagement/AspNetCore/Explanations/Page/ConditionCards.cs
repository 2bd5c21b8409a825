using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Tracing;
using PostHogFeatureManagement.Explain.Format;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.AspNetCore.Explanations.Page;

/// <summary>Writes what this process makes of the flag: what comes before the conditions, the conditions, and what a match gets.</summary>
internal static class ConditionCards
{
    public static void Write(HtmlWriter html, LocalExplanation local)
    {
        html.Write($"<section><h2>Conditions</h2>");
        if (local.Trace.Step != DecidingStep.Conditions)
        {
            html.Write($"<p class=\"note\">They do not decide: {ReasonText.Of(local.Trace.Verdict.Reason)}.</p>");
        }
        else if (local.Conditions.Count == 0)
        {
            html.Write($"<p class=\"note\">The flag has none, so it is off for everyone.</p>");
        }

        WriteHoldout(html, local);
        for (int index = 0; index < local.Conditions.Count; index++)
        {
            WriteCondition(html, local, index);
        }

        WriteDependencies(html, local);
        if (local.Trace.IsCut)
        {
            html.Write($"<p class=\"note\">Large cohorts are not shown to the end.</p>");
        }

        html.Write($"</section>");
    }

    private static void WriteCondition(HtmlWriter html, LocalExplanation local, int index)
    {
        ExplainedCondition condition = local.Conditions[index];
        ConditionTrace trace = condition.Trace;
        bool decides = ReferenceEquals(condition, local.Deciding) && local.Trace.Verdict.Outcome != FlagOutcome.NoMatch;
        html.Write($"<article class=\"{PageText.Tone(trace.Verdict.Outcome)} {(decides ? "decides" : string.Empty)}\"><header><h3>Condition {index + 1}</h3>");
        html.Write($"<span class=\"verdict\">{PageText.Of(trace.Verdict.Outcome, trace.IsReached)}</span></header>");
        if (condition.Filters.Count == 0)
        {
            html.Write($"<p class=\"note\">No filters: it is about everyone.</p>");
        }
        else
        {
            FilterRows.Write(html, condition.Filters);
        }

        string subject = ExplanationWords.Aggregation(trace, local.Trace.Flag).Replace("group:", string.Empty, StringComparison.Ordinal);
        html.Write($"<p class=\"rollout\">Rollout: <b>{ExplanationWords.Percentage(trace.Condition.Rollout)} %</b> by {subject}. {Place(trace.Bucket)}</p>");
        BucketBar.WriteRollout(html, trace.Condition.Rollout, trace.Bucket);
        if (!local.Trace.Flag.Variants.Bounds.IsEmpty)
        {
            WriteVariant(html, local, trace);
        }

        html.Write($"</article>");
    }

    private static void WriteVariant(HtmlWriter html, LocalExplanation local, ConditionTrace trace)
    {
        string variant = local.VariantKey(trace.Variant) ?? "none";
        if (trace.Condition.PinnedVariant >= 0)
        {
            html.Write($"<p class=\"rollout\">Variant: <b>{variant}</b>, pinned by the condition.</p>");
            return;
        }

        html.Write($"<p class=\"rollout\">Variant: <b>{variant}</b>. {Place(trace.VariantBucket)}</p>");
        BucketBar.WriteVariants(html, local.Trace.Flag, trace.VariantBucket);
    }

    private static string Place(double? bucket) => bucket is { } place ? $"The caller is at {ExplanationWords.Percent(place)}." : "It is not known where the caller is.";

    private static void WriteHoldout(HtmlWriter html, LocalExplanation local)
    {
        if (local.Trace.Flag.Holdout is not { } holdout)
        {
            return;
        }

        bool isIn = local.Trace.Step == DecidingStep.Holdout && local.Trace.Verdict.IsConclusive;
        html.Write($"<article><header><h3>Holdout</h3><span class=\"verdict\">{(isIn ? "includes the caller" : "does not include the caller")}</span></header>");
        html.Write($"<p class=\"rollout\"><b>{ExplanationWords.Percentage(holdout.Exclusion)} %</b> are kept out of the experiment. {Place(local.Trace.HoldoutBucket)}</p>");
        BucketBar.WriteRollout(html, holdout.Exclusion, local.Trace.HoldoutBucket);
        html.Write($"</article>");
    }

    private static void WriteDependencies(HtmlWriter html, LocalExplanation local)
    {
        if (local.Trace.Dependencies.Count == 0)
        {
            return;
        }

        html.Write($"<h3>Flags that it depends on</h3><dl class=\"facts\">");
        foreach ((FlagDefinition flag, Verdict verdict) in local.Trace.Dependencies)
        {
            html.Write($"<dt><code>{flag.Key}</code></dt><dd>{PageText.Of(flag, verdict)}: {ReasonText.Of(verdict.Reason)}</dd>");
        }

        html.Write($"</dl>");
    }
}
