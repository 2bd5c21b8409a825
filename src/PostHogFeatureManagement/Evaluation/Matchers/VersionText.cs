namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary>What both version matchers say to a property that is no version.</summary>
internal static class VersionText
{
    public static MatchResult Unparseable(in PropertyValue value) =>
        value.Kind == PropertyKind.Null ? MatchResult.No : MatchResult.Undecided(FlagReason.UnreadableValue);
}
