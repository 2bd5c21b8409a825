using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary>An operator with its operand, compiled. Asked only about properties that are there and readable.</summary>
internal abstract class PropertyMatcher
{
    /// <summary>What the server says about a person or group that has no such property (protocol §6.2).</summary>
    public virtual MatchResult WhenMissing => MatchResult.No;

    public abstract MatchResult Match(in PropertyValue value, TimeProvider clock);
}
