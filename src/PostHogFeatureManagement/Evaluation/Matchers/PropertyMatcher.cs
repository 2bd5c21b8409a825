using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary>A compiled operator with its operand. It sees only properties that are present and readable.</summary>
internal abstract class PropertyMatcher
{
    public abstract MatchResult Match(in PropertyValue value, in EvaluationState state);
}
