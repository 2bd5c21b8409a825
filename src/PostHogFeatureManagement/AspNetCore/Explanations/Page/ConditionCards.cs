using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Tracing;
using PostHogFeatureManagement.Explain.Format;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.AspNetCore.Explanations.Page;

/// <summary>Writes how the evaluation comes to its verdict: what comes before the conditions, the conditions, and what a match gets.</summary>
internal static class ConditionCards
{
    public static void Write(HtmlWriter html, ExplainedFlag flag)
    {
        html.Write($"<section><h2>Conditions</h2>");
        if (flag.Trace.Step != DecidingStep.Conditions)
        {
            html.Write($"<p class=\"note\">They do not decide: {ReasonText.Of(flag.Trace.Verdict.Reason)}.</p>");
        }
        else if (flag.Conditions.Count == 0)
        {
            html.Write($"<p class=\"note\">The flag has none, so it is off for everyone.</p>");
        }

        WriteHoldout(html, flag);
        for (int index = 0; index < flag.Conditions.Count; index++)
        {
            WriteCondition(html, flag, index);
        }

        WriteDependencies(html, flag);
        if (flag.Trace.IsCut)
        {
            html.Write($"<p class=\"note\">Large cohorts are not shown to the end.</p>");
        }

        html.Write($"</section>");
    }

    private static void WriteCondition(HtmlWriter html, ExplainedFlag flag, int index)
    {
        ExplainedCondition condition = flag.Conditions[index];
        ConditionTrace trace = condition.Trace;
        bool decides = ReferenceEquals(condition, flag.Deciding) && flag.Trace.Verdict.Outcome != FlagOutcome.NoMatch;
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

        string subject = ExplanationWords.Aggregation(trace, flag.Trace.Flag).Replace("group:", string.Empty, StringComparison.Ordinal);
        html.Write($"<p class=\"rollout\">Rollout: <b>{ExplanationWords.Percentage(trace.Condition.Rollout)} %</b> by {subject}. {Place(trace.Bucket)}</p>");
        BucketBar.WriteRollout(html, trace.Condition.Rollout, trace.Bucket);
        if (!flag.Trace.Flag.Variants.Bounds.IsEmpty)
        {
            WriteVariant(html, flag, trace);
        }

        html.Write($"</article>");
    }

    private static void WriteVariant(HtmlWriter html, ExplainedFlag flag, ConditionTrace trace)
    {
        string variant = flag.VariantKey(trace.Variant) ?? "none";
        if (trace.Condition.PinnedVariant >= 0)
        {
            html.Write($"<p class=\"rollout\">Variant: <b>{variant}</b>, pinned by the condition.</p>");
            return;
        }

        html.Write($"<p class=\"rollout\">Variant: <b>{variant}</b>. {Place(trace.VariantBucket)}</p>");
        BucketBar.WriteVariants(html, flag.Trace.Flag, trace.VariantBucket);
    }

    private static string Place(double? bucket) => bucket is { } place ? $"The caller is at {ExplanationWords.Percent(place)}." : "It is not known where the caller is.";

    private static void WriteHoldout(HtmlWriter html, ExplainedFlag flag)
    {
        if (flag.Trace.Flag.Holdout is not { } holdout)
        {
            return;
        }

        bool isIn = flag.Trace.Step == DecidingStep.Holdout && flag.Trace.Verdict.IsConclusive;
        html.Write($"<article><header><h3>Holdout</h3><span class=\"verdict\">{(isIn ? "includes the caller" : "does not include the caller")}</span></header>");
        html.Write($"<p class=\"rollout\"><b>{ExplanationWords.Percentage(holdout.Exclusion)} %</b> are kept out of the experiment. {Place(flag.Trace.HoldoutBucket)}</p>");
        BucketBar.WriteRollout(html, holdout.Exclusion, flag.Trace.HoldoutBucket);
        html.Write($"</article>");
    }

    private static void WriteDependencies(HtmlWriter html, ExplainedFlag flag)
    {
        if (flag.Trace.Dependencies.Count == 0)
        {
            return;
        }

        html.Write($"<h3>Flags that it depends on</h3><dl class=\"facts\">");
        foreach ((FlagDefinition dependency, Verdict verdict) in flag.Trace.Dependencies)
        {
            html.Write($"<dt><code>{dependency.Key}</code></dt><dd>{PageText.Of(dependency, verdict)}: {ReasonText.Of(verdict.Reason)}</dd>");
        }

        html.Write($"</dl>");
    }
}
