namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>Another flag has a certain value, and all flags it is itself decided by are decided (protocol §8).</summary>
internal sealed class DependencyFilter(int target, int[] chain, DependencyExpectation expectation, string? variant) : Filter
{
    public override MatchResult Evaluate(in EvaluationScope scope)
    {
        foreach (int link in chain)
        {
            if (scope.Set[link].Dependencies.AreCyclic)
            {
                return MatchResult.Undecided(FlagReason.UndecidedDependency);
            }

            ref readonly Verdict one = ref scope.Verdicts[link];
            if (IsUndecided(one))
            {
                return one.Outcome == FlagOutcome.NeedsServer
                    ? MatchResult.NeedsServer(FlagReason.UndecidedDependency)
                    : MatchResult.Undecided(FlagReason.UndecidedDependency);
            }
        }

        ref readonly Verdict verdict = ref scope.Verdicts[target];
        bool isOn = verdict.Outcome == FlagOutcome.Match;
        return MatchResult.From(expectation switch
        {
            DependencyExpectation.On => isOn,
            DependencyExpectation.Off => !isOn,
            DependencyExpectation.Variant => isOn
                && verdict.VariantIndex >= 0
                && string.Equals(scope.Set[target].VariantKeys[verdict.VariantIndex], variant, StringComparison.Ordinal),
            _ => false,
        });
    }

    /// <summary>Of flags that are never decided, only those with an obstacle always end their dependants; the others may leave it to a later condition.</summary>
    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags) => flags[target] switch
    {
        { ServerCause: null } => Possibilities.Any,
        { Obstacle: null } => Possibilities.Only(MatchResult.Undecided(FlagReason.UndecidedDependency)),
        _ => Possibilities.Only(MatchResult.NeedsServer(FlagReason.UndecidedDependency)),
    };

    /// <summary>A flag PostHog would leave out of its answer is not undecided: it counts as off for dependants (protocol §2.3).</summary>
    private static bool IsUndecided(in Verdict verdict) =>
        verdict.Outcome >= FlagOutcome.Inconclusive && verdict.Reason != FlagReason.FlagNotFound;
}
