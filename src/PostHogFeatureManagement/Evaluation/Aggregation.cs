namespace PostHogFeatureManagement.Evaluation;

/// <summary>The subject a condition hashes: the person, or the group of one type. The default is the person (protocol §5.6).</summary>
/// <param name="IsGroup">Whether a group is the subject.</param>
/// <param name="GroupType">The group's type; null when the definitions have no name for the index.</param>
/// <param name="IsOwn">Whether the condition sets it, rather than inheriting it from the flag.</param>
internal readonly record struct Aggregation(bool IsGroup, string? GroupType, bool IsOwn)
{
    public static Aggregation Person => default;
}
