using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Sources;

/// <summary>Who gets a flag, without saying by which conditions.</summary>
internal static class FlagAudience
{
    /// <returns>
    /// <c>everyone</c> when all callers have the same value, <c>no one</c> when it is off for all, <c>groups</c> when it depends on groups only, else <c>persons</c>.
    /// </returns>
    public static string Of(FlagDefinition flag)
    {
        if (!flag.IsActive)
        {
            return "no one";
        }

        bool isSimple = flag is { Obstacle: null, ServerCause: null, EnrollmentProperty: null, Holdout: null, Dependencies.AreBroken: false };
        if (isSimple && Array.TrueForAll(flag.Conditions, static condition => condition.Rollout.IsNobody))
        {
            return "no one";
        }

        if (isSimple && IsForEveryone(flag))
        {
            return "everyone";
        }

        return flag.Conditions.Length > 0 && Array.TrueForAll(flag.Conditions, static condition => condition.Aggregation.IsGroup) ? "groups" : "persons";
    }

    /// <summary>Whether a condition matches everyone, and those before it give the same variant.</summary>
    private static bool IsForEveryone(FlagDefinition flag)
    {
        int? variant = null;
        foreach (Condition condition in flag.Conditions)
        {
            int? own = condition.PinnedVariant >= 0 ? condition.PinnedVariant : flag.Variants.IsConstant ? flag.Variants.Constant : null;
            if (own is null || (variant is not null && variant != own))
            {
                return false;
            }

            variant = own;
            if (condition is { Filters.Length: 0, Aggregation.IsGroup: false, Rollout.IsEveryone: true })
            {
                return true;
            }

            // A caller who is out of its rollout gets no later condition.
            if (flag.ExitsEarly)
            {
                return false;
            }
        }

        return false;
    }
}
