namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary><c>semver_tilde</c>, <c>semver_caret</c> and <c>semver_wildcard</c>.</summary>
internal sealed class VersionRangeMatcher(VersionRange range) : PropertyMatcher
{
    public override MatchResult Match(in PropertyValue value, TimeProvider clock) => SemanticVersion.TryParse(value.Text, out SemanticVersion version)
        ? MatchResult.From(range.Includes(version))
        : VersionText.Unparseable(value);
}
