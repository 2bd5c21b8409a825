using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>Tells which flags no caller will ever get an answer for here, so that strict local mode can say so at load (EV-14).</summary>
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

            // The filters of a condition about a group are not looked at for callers without that group (protocol §5.6).
            if (!filters.CanBeNo && !condition.Aggregation.IsGroup)
            {
                cause ??= filters.CanBeYes ? FlagReason.UndecidedDependency : filters.Obstacle.Reason;

                // A later condition may answer callers who do not get as far as the filter that needs the server:
                // those without a device id, and those for whom an earlier filter is undecided (conformance README).
                if (condition.Filters is [var first, ..] && first.Foresee(flags).Obstacle.IsServerOnly && !flag.BucketsByDevice)
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
