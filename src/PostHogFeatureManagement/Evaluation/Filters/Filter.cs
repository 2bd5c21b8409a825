namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>One thing a condition or a cohort asks: a property, a cohort, another flag, or a combination of these.</summary>
internal abstract class Filter
{
    public abstract MatchResult Evaluate(in EvaluationScope scope);

    /// <summary>What it could say at all, given the flags it may depend on.</summary>
    public virtual Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags) => Possibilities.Any;
}
