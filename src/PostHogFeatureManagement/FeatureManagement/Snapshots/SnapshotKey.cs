using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Snapshots;

/// <summary>A flag and its caller, compared by content. A context object that is changed and passed again is another key (FM-07).</summary>
/// <param name="feature">The flag's name.</param>
/// <param name="caller">The caller as PostHog sees them.</param>
/// <param name="origin">What distinguishes callers that are the same for PostHog. Null for the ambient caller.</param>
internal readonly struct SnapshotKey(string feature, PostHogContext caller, SnapshotOrigin? origin) : IEquatable<SnapshotKey>
{
    private readonly string _feature = feature;
    private readonly PostHogContext _caller = caller;
    private readonly SnapshotOrigin? _origin = origin;

    public bool Equals(SnapshotKey other) =>
        string.Equals(_feature, other._feature, StringComparison.Ordinal)
        && (_origin is null ? other._origin is null : _origin.Equals(other._origin))
        && PostHogContextComparer.Instance.Equals(_caller, other._caller);

    public override bool Equals(object? obj) => obj is SnapshotKey other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_feature, PostHogContextComparer.Instance.GetHashCode(_caller));
}
