using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>A flag and who it is for, by content: a context object that is changed and passed again is another key (FM-07).</summary>
internal readonly struct SnapshotKey(string feature, PostHogContext caller, bool isExplicit) : IEquatable<SnapshotKey>
{
    private readonly string _feature = feature;
    private readonly PostHogContext _caller = caller;
    private readonly bool _isExplicit = isExplicit;

    public bool Equals(SnapshotKey other) =>
        _isExplicit == other._isExplicit
        && string.Equals(_feature, other._feature, StringComparison.Ordinal)
        && PostHogContextComparer.Instance.Equals(_caller, other._caller);

    public override bool Equals(object? obj) => obj is SnapshotKey other && Equals(other);

    public override int GetHashCode() => string.GetHashCode(_feature, StringComparison.Ordinal) ^ (_caller.DistinctId?.Length ?? 0);
}
