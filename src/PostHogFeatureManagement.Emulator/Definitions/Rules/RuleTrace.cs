using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.Emulator.Definitions.Rules;

/// <summary>What one rule says about a caller.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="IsReached">Whether the server looks at it.</param>
/// <param name="Targeting">Whom it targets, as a flag of its own. Null if that cannot be read.</param>
/// <param name="Subject">What its rollout hashes.</param>
/// <param name="Answer">Its answer, or what that would be. Null if the rule has none.</param>
internal sealed record RuleTrace(Rule Rule, bool IsReached, ExplainedFlag? Targeting, string Subject, RuleAnswer? Answer)
{
    /// <summary>Null if the filters cannot be decided, and the flag fails.</summary>
    public bool? IsTargeted => Targeting?.Trace.Verdict is { IsConclusive: true } verdict ? verdict.Outcome == FlagOutcome.Match : null;

    /// <summary>The rule's filters.</summary>
    public IReadOnlyList<ExplainedFilter> Filters => Targeting is { Conditions: [{ Filters: [{ Parts: [{ } all] }] }] } ? all.Parts : [];

    /// <summary>The outcome in JSON.</summary>
    public string Outcome => IsTargeted switch
    {
        null => "undecided",
        false => "noMatch",
        true => Answer?.Code switch
        {
            RuleAnswer.TargetingMatch => "match",
            RuleAnswer.ExperimentPaused => "paused",
            RuleAnswer.Holdout => "holdout",
            _ => "outOfRollout",
        },
    };
}
