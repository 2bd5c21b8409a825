using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Evaluation.Tracing;

/// <summary>Follows the conditions of one flag and their filters. The searches of each condition may take as much as those of a call.</summary>
internal sealed class ConditionTracer(FlagDefinition flag)
{
    /// <summary>The most filters that are looked at one by one, because cohorts can be large.</summary>
    private const int MaxFilters = 500;

    private int _filters;

    /// <summary>Whether there are more filters than are looked at.</summary>
    public bool IsCut { get; private set; }

    public ConditionTrace[] Trace(bool isReached, in EvaluationState state)
    {
        var traces = new ConditionTrace[flag.Conditions.Length];
        for (int index = 0; index < traces.Length; index++)
        {
            ConditionTrace trace = Trace(flag.Conditions[index], index, isReached, state);
            traces[index] = trace;
            isReached &= trace.Verdict.Outcome switch
            {
                FlagOutcome.Match or FlagOutcome.NeedsServer => false,
                FlagOutcome.OutOfRollout => !flag.ExitsEarly,
                _ => true,
            };
        }

        return traces;
    }

    private ConditionTrace Trace(Condition condition, int index, bool isReached, in EvaluationState state)
    {
        state.Searches = default;
        Verdict verdict = FlagEvaluator.DecideCondition(flag, condition, index, state);
        Subject subject = Subject.Of(condition.Aggregation, flag.BucketsByDevice, state);
        state.Searches = default;
        bool looksAtFilters = isReached && !subject.IsSkipped && subject.Obstacle == FlagReason.Unknown;
        FilterTrace[] filters = Trace(condition.Filters, looksAtFilters, static (_, result) => result.IsNo, null, state);
        double? bucket = subject.IsKnown ? Bucketing.Hash(flag.HashPrefix, subject.Text, Bucketing.RolloutSalt) : null;
        double? variantBucket = subject.IsKnown && condition.PinnedVariant < 0 && !flag.Variants.Bounds.IsEmpty
            ? Bucketing.Hash(flag.HashPrefix, subject.Text, Bucketing.VariantSalt)
            : null;
        int variant = condition.PinnedVariant >= 0 ? condition.PinnedVariant : variantBucket is { } hash ? flag.Variants.Choose(hash) : flag.Variants.Constant;
        return new ConditionTrace(condition, verdict, isReached, filters, bucket, variantBucket, variant);
    }

    private FilterTrace[] Trace(
        Filter[] filters, bool areReached, Func<CompositeFilter?, MatchResult, bool> decides, CompositeFilter? whole, in EvaluationState state)
    {
        var traces = new List<FilterTrace>(filters.Length);
        foreach (Filter filter in filters)
        {
            if (_filters++ >= MaxFilters)
            {
                IsCut = true;
                break;
            }

            FilterTrace trace = Trace(filter, areReached, state);
            traces.Add(trace);
            areReached &= !decides(whole, trace.Result);
        }

        return [.. traces];
    }

    private FilterTrace Trace(Filter filter, bool isReached, in EvaluationState state)
    {
        MatchResult result = filter.Evaluate(state);
        FilterTrace[] parts = Trace(filter.Parts, isReached, static (whole, one) => whole is not null && whole.IsDecidedBy(one), filter as CompositeFilter, state);
        return new FilterTrace(filter, result, isReached, parts);
    }
}
