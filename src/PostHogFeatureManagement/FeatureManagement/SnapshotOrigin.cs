using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// What the application's own filters may see in a context object beyond what PostHog sees: the groups of a targeting context, by content; a principal or a request, by identity.
/// </summary>
internal sealed class SnapshotOrigin : IEquatable<SnapshotOrigin>
{
    private static readonly SnapshotOrigin Plain = new(null, []);
    private readonly object? _object;
    private readonly string[] _groups;

    private SnapshotOrigin(object? instance, string[] groups)
    {
        _object = instance;
        _groups = groups;
    }

    /// <summary>Whether nothing but its content can matter about the object. Types that are not known here may hold more than meets the eye.</summary>
    public static bool IsKnown(object context) =>
        context is PostHogTargetingContext or PostHogContext or ClaimsPrincipal or HttpContext || context.GetType() == typeof(TargetingContext);

    public static SnapshotOrigin Of(object? context) => context switch
    {
        TargetingContext { Groups: { } groups } and not PostHogTargetingContext => new SnapshotOrigin(null, [.. groups]),
        ClaimsPrincipal or HttpContext => new SnapshotOrigin(context, []),
        _ => Plain,
    };

    public bool Equals(SnapshotOrigin? other) => other is not null && ReferenceEquals(_object, other._object) && _groups.AsSpan().SequenceEqual(other._groups);

    public override bool Equals(object? obj) => Equals(obj as SnapshotOrigin);

    public override int GetHashCode() => _groups.Length;
}
