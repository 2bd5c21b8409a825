using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.FeatureManagement.Snapshots;

/// <summary>
/// A flag and its caller, compared by content. A context object that is changed and passed again is another key (FM-07), and so is the same person when someone
/// else vouches for them (ID-02).
/// </summary>
/// <param name="feature">The flag's name.</param>
/// <param name="caller">The caller as PostHog sees them.</param>
/// <param name="origin">What distinguishes callers that are the same for PostHog. Null for the ambient caller.</param>
internal readonly struct SnapshotKey(string feature, in Caller caller, SnapshotOrigin? origin) : IEquatable<SnapshotKey>
{
    private readonly string _feature = feature;
    private readonly PostHogContext _caller = caller.Context;
    private readonly CallerTrust _trust = caller.Trust;
    private readonly SnapshotOrigin? _origin = origin;

    public bool Equals(SnapshotKey other) =>
        string.Equals(_feature, other._feature, StringComparison.Ordinal)
        && (_origin is null ? other._origin is null : _origin.Equals(other._origin))
        && _trust == other._trust
        && PostHogContextComparer.Instance.Equals(_caller, other._caller);

    public override bool Equals(object? obj) => obj is SnapshotKey other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_feature, PostHogContextComparer.Instance.GetHashCode(_caller));
}
