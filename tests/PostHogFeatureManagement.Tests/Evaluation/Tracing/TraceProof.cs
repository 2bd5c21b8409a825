using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;
using PostHogFeatureManagement.Evaluation.Tracing;

namespace PostHogFeatureManagement.Tests.Evaluation.Tracing;

/// <summary>Works out from the parts of a trace what their whole must be. It uses nothing of the evaluator.</summary>
internal static class TraceProof
{
    /// <summary>Null when every part leads to what the trace says about the whole.</summary>
    public static string? ProblemOf(FlagTrace trace)
    {
        for (int index = 0; index < trace.Conditions.Count; index++)
        {
            ConditionTrace condition = trace.Conditions[index];
            if (condition.Filters.Select(ProblemOf).FirstOrDefault(static problem => problem is not null) is { } problem)
            {
                return $"condition {index}: {problem}";
            }

            if (!IsProven(condition, trace.Flag))
            {
                return $"condition {index} is {condition.Verdict.Outcome}, which its parts do not say";
            }
        }

        return trace.Step == DecidingStep.Conditions ? ProblemOfConditions(trace) : null;
    }

    private static string? ProblemOfConditions(FlagTrace trace)
    {
        FlagOutcome expected = FlagOutcome.NoMatch;
        bool isUndecided = false;
        bool hasEnded = false;
        foreach (ConditionTrace condition in trace.Conditions)
        {
            if (condition.IsReached == hasEnded)
            {
                return "a condition after the end is reached, or one before it is not";
            }

            FlagOutcome outcome = condition.Verdict.Outcome;
            isUndecided |= !hasEnded && outcome == FlagOutcome.Inconclusive;
            bool ends = outcome is FlagOutcome.Match or FlagOutcome.NeedsServer || (outcome == FlagOutcome.OutOfRollout && trace.Flag.ExitsEarly);
            if (!hasEnded && ends)
            {
                hasEnded = true;
                expected = outcome;
                isUndecided &= outcome == FlagOutcome.OutOfRollout;
            }
        }

        expected = isUndecided || (expected == FlagOutcome.Match && trace.Flag.Dependencies.AreBroken) ? FlagOutcome.Inconclusive : expected;
        bool isOff = expected is FlagOutcome.NoMatch or FlagOutcome.OutOfRollout;
        bool isSame = isOff ? trace.Verdict.IsConclusive && trace.Verdict.Outcome != FlagOutcome.Match : trace.Verdict.Outcome == expected;
        return isSame ? null : $"the conditions say {expected}, the verdict says {trace.Verdict.Outcome}";
    }

    private static bool IsProven(ConditionTrace condition, FlagDefinition flag)
    {
        FlagOutcome outcome = condition.Verdict.Outcome;
        bool hasNo = condition.Filters.Any(static filter => filter.Result.IsNo);
        bool isOpen = condition.Filters.Any(static filter => !filter.Result.IsDecided);
        if (hasNo || isOpen || (condition.Bucket is null && !condition.Condition.Rollout.IsNobody))
        {
            return outcome != FlagOutcome.Match || (!hasNo && !isOpen && condition.Condition.Rollout.IsEveryone);
        }

        if (condition.Bucket > condition.Condition.Rollout.Threshold || condition.Condition.Rollout.IsNobody)
        {
            return outcome is FlagOutcome.OutOfRollout || condition.Verdict.Reason == FlagReason.NoGroupType || !condition.Verdict.IsConclusive;
        }

        return outcome == FlagOutcome.Match
            && condition.Verdict.VariantIndex == condition.Variant
            && (condition.VariantBucket is null || condition.Variant == Slot(flag, condition.VariantBucket.Value));
    }

    private static int Slot(FlagDefinition flag, double bucket)
    {
        int slot = flag.Variants.Bounds.ToArray().ToList().FindIndex(bound => bucket < bound);
        return slot < 0 ? Verdict.NoVariant : flag.Variants.Slots[slot];
    }

    private static string? ProblemOf(FilterTrace trace)
    {
        if (trace.Parts.Select(ProblemOf).FirstOrDefault(static problem => problem is not null) is { } problem)
        {
            return problem;
        }

        bool isRight = trace.Filter switch
        {
            CompositeFilter composite => Fold(composite, trace.Parts) == trace.Result,
            NotFilter => trace.Parts[0].Result.Negate() == trace.Result,
            CohortFilter => trace.Parts[0].Result == trace.Result,
            NeverFilter => !trace.Result.IsYes && trace.Parts[0].Result.IsDecided == trace.Result.IsDecided,
            _ => trace.Parts.Count == 0,
        };
        return isRight ? null : $"a {trace.Filter.GetType().Name} is {trace.Result}, which its parts do not say";
    }

    private static MatchResult Fold(CompositeFilter composite, IReadOnlyList<FilterTrace> parts)
    {
        foreach (FilterTrace part in parts)
        {
            if (part.Result.IsServerOnly || (part.Result.IsDecided && part.Result.IsYes != composite.IsAnd))
            {
                return part.Result;
            }
        }

        MatchResult[] undecided = [.. parts.Select(static part => part.Result).Where(static result => !result.IsDecided)];
        return undecided.Length == 0 ? MatchResult.From(composite.IsAnd) : undecided.Aggregate(static (first, other) => first.OrReasonOf(other));
    }
}
