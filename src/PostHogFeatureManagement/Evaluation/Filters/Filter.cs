namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>One requirement of a condition or a cohort: a property, a cohort, another flag, or a combination of these.</summary>
internal abstract class Filter
{
    /// <summary>The filters that this one consists of. Only explanations ask.</summary>
    public virtual Filter[] Parts => [];

    public abstract MatchResult Evaluate(in EvaluationState state);

    /// <summary>Returns the results the filter can ever have, given the flags it may depend on.</summary>
    public virtual Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags) => Possibilities.Any;
}
