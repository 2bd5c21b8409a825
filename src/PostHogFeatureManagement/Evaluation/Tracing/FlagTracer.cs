using PostHogFeatureManagement.Evaluation.Matchers.Patterns;

namespace PostHogFeatureManagement.Evaluation.Tracing;

/// <summary>
/// Follows the evaluation of a flag, for explanations. It asks the evaluator for each verdict, and looks also at what the evaluator does not reach. Thread-safe.
/// </summary>
/// <param name="timeProvider">The clock that relative dates count back from.</param>
internal sealed class FlagTracer(TimeProvider timeProvider)
{
    /// <summary>The most flags that are listed because the flag depends on them.</summary>
    private const int MaxDependencies = 64;

    /// <param name="set">The definitions that contain the flag.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="context">The caller.</param>
    /// <param name="propertiesAreComplete">Whether a property that is missing from the context is known to be absent.</param>
    public FlagTrace Trace(FlagSet set, FlagDefinition flag, PostHogContext context, bool propertiesAreComplete)
    {
        var verdicts = new Verdict[set.Count];
        SearchBudget searches = default;
        var state = new EvaluationState(set, context, propertiesAreComplete, timeProvider, verdicts, new MatchResult?[set.Cohorts], [], ref searches);
        int[] order = flag.Dependencies.Order ?? set.EvaluationOrder;
        FlagEvaluator.DecideInOrder(order, state, verdicts);
        Verdict verdict = FlagEvaluator.Decide(flag, state);
        DecidingStep step = StepOf(flag, state);
        var conditions = new ConditionTracer(flag);
        return new FlagTrace
        {
            Flag = flag,
            Verdict = verdict,
            Step = step,
            Conditions = conditions.Trace(step == DecidingStep.Conditions, state),
            Dependencies = DependenciesOf(flag, set, verdicts),
            HoldoutBucket = HoldoutBucket(flag, state),
            IsCut = conditions.IsCut,
        };
    }

    private static DecidingStep StepOf(FlagDefinition flag, in EvaluationState state) => flag switch
    {
        { IsExcluded: true } => DecidingStep.Exclusion,
        { Obstacle: not null } => DecidingStep.Obstacle,
        { IsActive: false } => DecidingStep.Inactive,
        { EnrollmentProperty: { } property } when FlagEvaluator.TryDecideByEnrollment(property, state, out _) => DecidingStep.Enrollment,
        { Holdout: { } holdout } when FlagEvaluator.TryDecideByHoldout(flag, holdout, state, out _) => DecidingStep.Holdout,
        _ => DecidingStep.Conditions,
    };

    private static (FlagDefinition Flag, Verdict Verdict)[] DependenciesOf(FlagDefinition flag, FlagSet set, Verdict[] verdicts) =>
        flag.Dependencies.Order is { } order ? [.. order.Take(MaxDependencies).Select(ordinal => (set[ordinal], verdicts[ordinal]))] : [];

    private static double? HoldoutBucket(FlagDefinition flag, in EvaluationState state)
    {
        Subject subject = FlagEvaluator.SubjectOfHoldout(flag, state);
        return flag.Holdout is not null && (subject.IsKnown || subject.IsSkipped)
            ? Bucketing.Hash(Bucketing.HoldoutPrefix, subject.Text, Bucketing.RolloutSalt)
            : null;
    }
}
