namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>
/// AND or OR over filters, the node of a cohort tree (protocol §7). Entries are evaluated in list order. The first decisive entry wins, unless an entry
/// that needs the server comes before it. Without a decisive entry, the result is undecided if any entry is.
/// </summary>
internal sealed class CompositeFilter(Filter[] entries, bool isAnd) : Filter
{
    public bool IsAnd => isAnd;

    public override Filter[] Parts => entries;

    /// <summary>Whether the result of one entry decides, so that the entries after it are not looked at.</summary>
    public bool IsDecidedBy(MatchResult one) => one.IsServerOnly || (one.IsDecided && one.IsYes != isAnd);

    public override MatchResult Evaluate(in EvaluationState state)
    {
        MatchResult result = MatchResult.From(isAnd);
        foreach (Filter entry in entries)
        {
            MatchResult one = entry.Evaluate(state);
            if (IsDecidedBy(one))
            {
                return one;
            }

            if (!one.IsDecided)
            {
                result = result.IsDecided ? one : result.OrReasonOf(one);
            }
        }

        return result;
    }

    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags)
    {
        bool canDecide = false;
        bool canPass = true;
        MatchResult obstacle = MatchResult.Yes;
        foreach (Filter entry in entries)
        {
            Possibilities one = entry.Foresee(flags);
            canDecide |= isAnd ? one.CanBeNo : one.CanBeYes;
            canPass &= isAnd ? one.CanBeYes : one.CanBeNo;
            obstacle = obstacle.IsDecided && !one.Obstacle.IsDecided ? one.Obstacle : obstacle;
        }

        return isAnd ? new Possibilities(canDecide, canPass, obstacle) : new Possibilities(canPass, canDecide, obstacle);
    }
}
