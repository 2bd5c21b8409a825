namespace PostHogFeatureManagement.Evaluation;

/// <summary>Another flag has a certain value (protocol §8).</summary>
internal sealed class DependencyFilter(int target, DependencyExpectation expectation, string? variant) : Filter
{
    public override MatchResult Evaluate(in EvaluationScope scope)
    {
        ref readonly Verdict verdict = ref scope.Verdicts[target];
        if (verdict.Outcome >= FlagOutcome.Inconclusive)
        {
            return Undecided(verdict);
        }

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

    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags) => flags[target].ServerCause is null
        ? Possibilities.Any
        : Possibilities.Only(MatchResult.NeedsServer(FlagReason.UndecidedDependency));

    private MatchResult Undecided(in Verdict verdict)
    {
        // A flag PostHog would leave out of its answer counts as off for dependants (protocol §2.3).
        if (verdict.Reason == FlagReason.FlagNotFound)
        {
            return MatchResult.From(expectation == DependencyExpectation.Off);
        }

        return verdict.Outcome == FlagOutcome.NeedsServer
            ? MatchResult.NeedsServer(FlagReason.UndecidedDependency)
            : MatchResult.Undecided(FlagReason.UndecidedDependency);
    }
}
