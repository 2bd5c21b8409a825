using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>The order of protocol §5: switched off, undecidable, early access, holdout, conditions.</summary>
internal sealed partial class FlagEvaluator
{
    private static Verdict Decide(FlagDefinition flag, in EvaluationScope scope)
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

        if (flag.EnrollmentProperty is not null && TryDecideByEnrollment(flag.EnrollmentProperty, scope, out Verdict verdict))
        {
            return verdict;
        }

        return flag.Holdout is not null && TryDecideByHoldout(flag, flag.Holdout, scope, out verdict)
            ? verdict
            : DecideByConditions(flag, scope);
    }

    private static Verdict DecideByConditions(FlagDefinition flag, in EvaluationScope scope)
    {
        FlagReason undecided = FlagReason.Unknown;
        var miss = new Verdict(FlagOutcome.NoMatch, FlagReason.NoConditionMatch);
        Condition[] conditions = flag.Conditions;
        for (int i = 0; i < conditions.Length; i++)
        {
            Verdict verdict = DecideCondition(flag, conditions[i], i, scope);
            switch (verdict.Outcome)
            {
                case FlagOutcome.Match when flag.Dependencies.AreBroken:
                    return Verdict.Inconclusive(FlagReason.UndecidedDependency);
                case FlagOutcome.Match or FlagOutcome.NeedsServer:
                    return verdict;
                case FlagOutcome.Inconclusive:
                    undecided = undecided == FlagReason.Unknown ? verdict.Reason : undecided;
                    break;
                case FlagOutcome.OutOfRollout when flag.ExitsEarly:
                    // Had an undecided condition matched, this one would not have been reached (D41).
                    return undecided == FlagReason.Unknown ? verdict : Verdict.Inconclusive(undecided);
                default:
                    miss = i == 0 || Priority(verdict.Reason) >= Priority(miss.Reason) ? verdict : miss;
                    break;
            }
        }

        return undecided == FlagReason.Unknown ? miss : Verdict.Inconclusive(undecided);
    }

    private static Verdict DecideCondition(FlagDefinition flag, Condition condition, int index, in EvaluationScope scope)
    {
        Subject subject = Subject.Of(condition.Aggregation, flag.BucketsByDevice, scope);
        if (subject.IsSkipped)
        {
            return new Verdict(FlagOutcome.NoMatch, FlagReason.NoGroupType, index);
        }

        if (subject.Obstacle != FlagReason.Unknown)
        {
            return Verdict.Inconclusive(subject.Obstacle);
        }

        // Servers differ in what they make of a missing device id, so that even an answer without hashing is theirs to give.
        if (subject.IsDevice && !subject.IsKnown && !scope.PropertiesAreComplete)
        {
            return Verdict.Inconclusive(FlagReason.MissingDeviceId);
        }

        MatchResult filters = MatchAll(condition.Filters, scope);
        if (filters.IsNo)
        {
            return new Verdict(FlagOutcome.NoMatch, FlagReason.NoConditionMatch, index);
        }

        if (!filters.IsYes)
        {
            return filters.IsServerOnly ? Verdict.NeedsServer(filters.Reason) : Verdict.Inconclusive(filters.Reason);
        }

        return DecideByHash(flag, condition, index, subject, scope);
    }

    private static Verdict DecideByHash(FlagDefinition flag, Condition condition, int index, Subject subject, in EvaluationScope scope)
    {
        if (condition.Rollout.IsNobody)
        {
            return new Verdict(FlagOutcome.OutOfRollout, FlagReason.OutOfRolloutBound, index);
        }

        bool mustHashRollout = !condition.Rollout.IsEveryone;
        bool mustHashVariant = condition.PinnedVariant < 0 && !flag.Variants.IsConstant;
        if (!subject.IsKnown && (mustHashRollout || mustHashVariant))
        {
            return subject.IsDevice
                ? new Verdict(FlagOutcome.OutOfRollout, FlagReason.OutOfRolloutBound, index)
                : Verdict.Inconclusive(subject.MissingReason);
        }

        if (mustHashRollout && !condition.Rollout.Includes(Bucketing.Hash(flag.HashPrefix, subject.Text, Bucketing.RolloutSalt)))
        {
            return new Verdict(FlagOutcome.OutOfRollout, FlagReason.OutOfRolloutBound, index);
        }

        int variant = condition.PinnedVariant >= 0 ? condition.PinnedVariant
            : mustHashVariant ? flag.Variants.Choose(Bucketing.Hash(flag.HashPrefix, subject.Text, Bucketing.VariantSalt))
            : flag.Variants.Constant;
        return new Verdict(FlagOutcome.Match, FlagReason.ConditionMatch, index, variant);
    }

    /// <summary>
    /// A definite no anywhere decides; a server-only filter makes the whole flag ask unless an undecided one stands before it (conformance README).
    /// </summary>
    private static MatchResult MatchAll(Filter[] filters, in EvaluationScope scope)
    {
        MatchResult result = MatchResult.Yes;
        foreach (Filter filter in filters)
        {
            MatchResult one = filter.Evaluate(scope);
            if (one.IsNo)
            {
                return one;
            }

            if (!one.IsYes && result.IsYes)
            {
                result = one;
            }
        }

        return result;
    }

    /// <summary>Which reason to give when nothing matched: the highest, and of equals the later condition's (protocol §5.7).</summary>
    private static int Priority(FlagReason reason) => reason switch
    {
        FlagReason.OutOfRolloutBound => 3,
        FlagReason.NoConditionMatch => 2,
        FlagReason.NoGroupType => 1,
        _ => 0,
    };
}
