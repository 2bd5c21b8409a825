using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>Finds the flags that this process can never decide for any caller, so that they can be reported at load (EV-14).</summary>
internal static class ServerDependence
{
    public static FlagReason? CauseOf(FlagDefinition flag, bool hasBrokenDependency, ReadOnlySpan<FlagDefinition> flags)
    {
        if (flag.Obstacle is not null || !flag.IsActive || flag.IsExcluded)
        {
            return flag.IsExcluded ? null : flag.Obstacle;
        }

        if (flag.EnrollmentProperty is not null || flag.Holdout is not null)
        {
            return null;
        }

        FlagReason? cause = null;
        foreach (Condition condition in flag.Conditions)
        {
            Possibilities filters = Foresee(condition.Filters, flags);
            if (filters.CanBeYes && !hasBrokenDependency)
            {
                return null;
            }

            // For a caller without the group, the filters of a condition about that group are not evaluated (protocol §5.6).
            if (!filters.CanBeNo && !condition.Aggregation.IsGroup)
            {
                cause ??= filters.CanBeYes ? FlagReason.UndecidedDependency : filters.Obstacle.Reason;

                // A later condition may answer callers who do not reach the filter that needs the server, because an earlier filter is undecided for them
                // (conformance README), or whom the filter does match before it gets that far.
                if (condition.Filters is [var first, ..] && first.Foresee(flags) is { CanBeYes: false, Obstacle.IsServerOnly: true })
                {
                    return cause;
                }
            }
        }

        return cause;
    }

    private static Possibilities Foresee(Filter[] filters, ReadOnlySpan<FlagDefinition> flags)
    {
        bool canBeNo = false;
        bool canBeYes = true;
        MatchResult obstacle = MatchResult.Yes;
        foreach (Filter filter in filters)
        {
            Possibilities one = filter.Foresee(flags);
            canBeNo |= one.CanBeNo;
            canBeYes &= one.CanBeYes;
            obstacle = obstacle.IsDecided && !one.Obstacle.IsDecided ? one.Obstacle : obstacle;
        }

        return new Possibilities(canBeNo, canBeYes, obstacle);
    }
}
