using PostHogFeatureManagement.Evaluation.Values;
using PostHogFeatureManagement.Evaluation.Versions;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary>The result of a version matcher when the server cannot parse one of the two sides as a version.</summary>
internal static class VersionText
{
    public static MatchResult UnparseableOperand(string operand, in PropertyValue value) => Decide(operand, value.Text);

    public static MatchResult UnparseableProperty(in PropertyValue value, string operand) =>
        value.Kind == PropertyKind.Null ? MatchResult.No : Decide(value.Text, operand);

    private static MatchResult Decide(ReadOnlySpan<char> unparseable, ReadOnlySpan<char> other) =>
        VersionForm.IsReadBySdks(unparseable) && VersionForm.IsPlain(other)
            ? MatchResult.No
            : MatchResult.Undecided(FlagReason.UnreadableValue);
}
