using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.FeatureManagement.Snapshots;

/// <summary>
/// What the application's own filters can see in a context object beyond what PostHog sees: the object's type, which decides whether a filter looks at it;
/// the user and groups of a targeting context, by content; a principal or a request, by identity.
/// </summary>
internal sealed class SnapshotOrigin : IEquatable<SnapshotOrigin>
{
    private static readonly SnapshotOrigin Plain = new(typeof(PostHogContext));
    private static readonly SnapshotOrigin PlainTargeting = new(typeof(PostHogTargetingContext));
    private readonly Type _type;

    private SnapshotOrigin(Type type) => _type = type;

    private object? Instance { get; init; }

    private string? UserId { get; init; }

    private string[] Groups { get; init; } = [];

    /// <summary>Whether an origin covers everything in the object that can matter. An object of an unknown type may contain more.</summary>
    public static bool IsKnown(object context) =>
        context is PostHogTargetingContext or PostHogContext || WebCallers.CanRead(context) || context.GetType() == typeof(TargetingContext);

    /// <summary>
    /// Objects of types not listed here share one origin. The snapshot keeps answers for them only where no filter of the application can see the object.
    /// </summary>
    public static SnapshotOrigin Of(object? context) => context switch
    {
        PostHogTargetingContext { Groups: string[] { Length: 0 } } posthog when ReferenceEquals(posthog.UserId, posthog.Context.DistinctId) => PlainTargeting,
        TargetingContext targeting => new SnapshotOrigin(targeting.GetType()) { UserId = targeting.UserId, Groups = targeting.Groups is { } groups ? [.. groups] : [] },
        not null when WebCallers.CanRead(context) => new SnapshotOrigin(context.GetType()) { Instance = context },
        _ => Plain,
    };

    public bool Equals(SnapshotOrigin? other) =>
        other is not null
        && _type == other._type
        && ReferenceEquals(Instance, other.Instance)
        && string.Equals(UserId, other.UserId, StringComparison.Ordinal)
        && Groups.AsSpan().SequenceEqual(other.Groups);

    public override bool Equals(object? obj) => Equals(obj as SnapshotOrigin);

    public override int GetHashCode() => Groups.Length;
}
