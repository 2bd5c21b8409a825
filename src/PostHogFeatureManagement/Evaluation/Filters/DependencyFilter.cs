namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>Matches when another flag has the expected value. All flags in the dependency chain must be decided (protocol §8).</summary>
internal sealed class DependencyFilter(int target, int[] chain, DependencyExpectation expectation, string? variant) : Filter
{
    public override MatchResult Evaluate(in EvaluationState state)
    {
        foreach (int link in chain)
        {
            if (state.Set[link].Dependencies.AreCyclic)
            {
                return MatchResult.Undecided(FlagReason.UndecidedDependency);
            }

            ref readonly Verdict one = ref state.Verdicts[link];
            if (IsUndecided(one))
            {
                return one.Outcome == FlagOutcome.NeedsServer
                    ? MatchResult.NeedsServer(FlagReason.UndecidedDependency)
                    : MatchResult.Undecided(FlagReason.UndecidedDependency);
            }
        }

        ref readonly Verdict verdict = ref state.Verdicts[target];
        bool isOn = verdict.Outcome == FlagOutcome.Match;
        return MatchResult.From(expectation switch
        {
            DependencyExpectation.On => isOn,
            DependencyExpectation.Off => !isOn,
            DependencyExpectation.Variant => isOn
                && verdict.VariantIndex >= 0
                && string.Equals(state.Set[target].VariantKeys[verdict.VariantIndex], variant, StringComparison.Ordinal),
            _ => false,
        });
    }

    /// <summary>
    /// Of the flags that are never decided, only those with an obstacle always leave the dependent flag to the server. With the others, a later condition
    /// of the dependent flag may still decide.
    /// </summary>
    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags) => flags[target] switch
    {
        { ServerCause: null } => Possibilities.Any,
        { Obstacle: null } => Possibilities.Only(MatchResult.Undecided(FlagReason.UndecidedDependency)),
        _ => Possibilities.Only(MatchResult.NeedsServer(FlagReason.UndecidedDependency)),
    };

    /// <summary>A flag that PostHog would omit from its answer is not undecided; for dependent flags, it counts as off (protocol §2.3).</summary>
    private static bool IsUndecided(in Verdict verdict) =>
        verdict.Outcome >= FlagOutcome.Inconclusive && verdict.Reason != FlagReason.FlagNotFound;
}
