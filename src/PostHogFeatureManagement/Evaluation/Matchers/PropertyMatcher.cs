using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary>A compiled operator with its operand. It sees only properties that are present and readable.</summary>
internal abstract class PropertyMatcher
{
    /// <summary>The server's result for a person or group that does not have the property (protocol §6.2).</summary>
    public virtual MatchResult WhenMissing => MatchResult.No;

    public abstract MatchResult Match(in PropertyValue value, TimeProvider clock);
}
