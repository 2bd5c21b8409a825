using PostHogFeatureManagement.Evaluation.Values;
using PostHogFeatureManagement.Evaluation.Versions;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary><c>semver_tilde</c>, <c>semver_caret</c> and <c>semver_wildcard</c>.</summary>
/// <param name="range">The bound; null when the server cannot parse it.</param>
/// <param name="operand">The bound as written; for a wildcard, without the stars.</param>
internal sealed class VersionRangeMatcher(VersionRange? range, string operand) : PropertyMatcher
{
    public override MatchResult Match(in PropertyValue value, in EvaluationState state)
    {
        if (range is null)
        {
            return VersionText.UnparseableOperand(operand, value);
        }

        return SemanticVersion.TryParse(value.Text, out SemanticVersion version)
            ? MatchResult.From(range.Includes(version))
            : VersionText.UnparseableProperty(value, operand);
    }
}
