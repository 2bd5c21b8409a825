using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>Decides in the order of protocol §5: undecidable, turned off, early access, holdout, conditions.</summary>
internal sealed partial class FlagEvaluator
{
    internal static Verdict Decide(FlagDefinition flag, in EvaluationState state)
    {
        if (flag.IsExcluded)
        {
            return Verdict.Inconclusive(FlagReason.FlagNotFound);
        }

        if (flag.Obstacle is { } obstacle)
        {
            return Verdict.NeedsServer(obstacle);
        }

        if (!flag.IsActive)
        {
            return new Verdict(FlagOutcome.NoMatch, FlagReason.FlagDisabled);
        }

        if (flag.EnrollmentProperty is not null && TryDecideByEnrollment(flag.EnrollmentProperty, state, out Verdict verdict))
        {
            return verdict;
        }

        return flag.Holdout is not null && TryDecideByHoldout(flag, flag.Holdout, state, out verdict)
            ? verdict
            : DecideByConditions(flag, state);
    }

    private static Verdict DecideByConditions(FlagDefinition flag, in EvaluationState state)
    {
        FlagReason undecided = FlagReason.Unknown;
        var miss = new Verdict(FlagOutcome.NoMatch, FlagReason.NoConditionMatch);
        Condition[] conditions = flag.Conditions;
        for (int i = 0; i < conditions.Length; i++)
        {
            Verdict verdict = DecideCondition(flag, conditions[i], i, state);
            switch (verdict.Outcome)
            {
                case FlagOutcome.Match when flag.Dependencies.AreBroken:
                    return Verdict.Inconclusive(FlagReason.UndecidedDependency);
                case FlagOutcome.Match or FlagOutcome.NeedsServer:
                    return verdict;
                case FlagOutcome.Inconclusive:
                    undecided = MatchResult.FirstReason(undecided, verdict.Reason);
                    break;
                case FlagOutcome.OutOfRollout when flag.ExitsEarly:
                    // If an undecided condition had matched, evaluation would not have reached this one (D41).
                    return undecided == FlagReason.Unknown ? verdict : Verdict.Inconclusive(undecided);
                default:
                    miss = i == 0 || Priority(verdict.Reason) >= Priority(miss.Reason) ? verdict : miss;
                    break;
            }
        }

        return undecided == FlagReason.Unknown ? miss : Verdict.Inconclusive(undecided);
    }

    internal static Verdict DecideCondition(FlagDefinition flag, Condition condition, int index, in EvaluationState state)
    {
        Subject subject = Subject.Of(condition.Aggregation, flag.BucketsByDevice, state);
        if (subject.IsSkipped)
        {
            return new Verdict(FlagOutcome.NoMatch, FlagReason.NoGroupType, index);
        }

        if (subject.Obstacle != FlagReason.Unknown)
        {
            return Verdict.Inconclusive(subject.Obstacle);
        }

        MatchResult filters = MatchAll(condition.Filters, state);
        if (filters.IsNo)
        {
            return new Verdict(FlagOutcome.NoMatch, FlagReason.NoConditionMatch, index);
        }

        if (!filters.IsYes)
        {
            return filters.IsServerOnly ? Verdict.NeedsServer(filters.Reason) : Verdict.Inconclusive(filters.Reason);
        }

        return DecideByHash(flag, condition, index, subject, state);
    }

    private static Verdict DecideByHash(FlagDefinition flag, Condition condition, int index, Subject subject, in EvaluationState state)
    {
        if (condition.Rollout.IsNobody)
        {
            return new Verdict(FlagOutcome.OutOfRollout, FlagReason.OutOfRolloutBound, index);
        }

        bool mustHashRollout = !condition.Rollout.IsEveryone;
        bool mustHashVariant = condition.PinnedVariant < 0 && !flag.Variants.IsConstant;
        if (!subject.IsKnown && (mustHashRollout || mustHashVariant))
        {
            if (state.Set.ActsAsServer && !subject.IsDevice)
            {
                return new Verdict(FlagOutcome.Match, FlagReason.ConditionMatch, index, VariantOfEmptyId(flag, condition));
            }

            // Without a device, the server withholds what needs a hash and answers everything else (protocol §5.6).
            return subject.IsDevice && state.PropertiesAreComplete
                ? new Verdict(FlagOutcome.OutOfRollout, FlagReason.OutOfRolloutBound, index)
                : Verdict.Inconclusive(subject.MissingReason);
        }

        if (mustHashRollout && !condition.Rollout.Includes(Hash(flag, condition, isVariant: false, subject, state)))
        {
            return new Verdict(FlagOutcome.OutOfRollout, FlagReason.OutOfRolloutBound, index);
        }

        int variant = condition.PinnedVariant >= 0 ? condition.PinnedVariant
            : mustHashVariant ? flag.Variants.Choose(Hash(flag, condition, isVariant: true, subject, state))
            : flag.Variants.Constant;
        return new Verdict(FlagOutcome.Match, FlagReason.ConditionMatch, index, variant);
    }

    /// <summary>The server takes the hash of an empty distinct ID for 0, which is in every rollout and gets the first variant (D40).</summary>
    private static int VariantOfEmptyId(FlagDefinition flag, Condition condition) =>
        condition.PinnedVariant >= 0 ? condition.PinnedVariant : flag.Variants.Choose(hash: 0);

    private static double Hash(FlagDefinition flag, Condition condition, bool isVariant, Subject subject, in EvaluationState state)
    {
        if (!state.Hashes.IsEmpty && !condition.Aggregation.IsGroup && !flag.BucketsByDevice)
        {
            double known = state.Hashes[PersonHashes.PlaceOf(flag, isVariant)];
            if (!double.IsNaN(known))
            {
                return known;
            }
        }

        return Bucketing.Hash(flag.HashPrefix, subject.Text, isVariant ? Bucketing.VariantSalt : Bucketing.RolloutSalt);
    }

    /// <summary>
    /// A definite no anywhere decides. A server-only filter leaves the whole flag to the server, unless an undecided filter comes before it
    /// (conformance README).
    /// </summary>
    private static MatchResult MatchAll(Filter[] filters, in EvaluationState state)
    {
        MatchResult result = MatchResult.Yes;
        foreach (Filter filter in filters)
        {
            MatchResult one = filter.Evaluate(state);
            if (one.IsNo)
            {
                return one;
            }

            if (!one.IsYes)
            {
                result = result.IsYes ? one : result.OrReasonOf(one);
            }
        }

        return result;
    }

    /// <summary>Ranks the reasons when nothing matched. The highest wins; of equal ones, the later condition's (protocol §5.7).</summary>
    private static int Priority(FlagReason reason) => reason switch
    {
        FlagReason.OutOfRolloutBound => 3,
        FlagReason.NoConditionMatch => 2,
        FlagReason.NoGroupType => 1,
        _ => 0,
    };
}
