using PostHogFeatureManagement.Evaluation.Values;
using PostHogFeatureManagement.Evaluation.Versions;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary><c>semver_eq</c> to <c>semver_lte</c>. <c>neq</c> is no complement of <c>eq</c>: a missing property matches neither (protocol §6.2).</summary>
internal sealed class VersionMatcher(Comparison comparison, string operand) : PropertyMatcher
{
    public override MatchResult Match(in PropertyValue value, in EvaluationState state)
    {
        if (!SemanticVersion.TryParse(operand, out SemanticVersion bound))
        {
            return VersionText.UnparseableOperand(operand, value);
        }

        if (!SemanticVersion.TryParse(value.Text, out SemanticVersion version))
        {
            // The server decides whether "not equal" holds for text that is not a version (D21).
            return comparison == Comparison.NotEqual
                ? MatchResult.Undecided(FlagReason.UnreadableValue)
                : VersionText.UnparseableProperty(value, operand);
        }

        int order = version.CompareTo(bound);
        return MatchResult.From(comparison switch
        {
            Comparison.Equal => order == 0,
            Comparison.NotEqual => order != 0,
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            _ => order >= 0,
        });
    }
}
