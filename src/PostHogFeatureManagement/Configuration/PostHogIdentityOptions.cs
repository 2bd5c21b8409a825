namespace PostHogFeatureManagement;

/// <summary>Who is asking when a call does not say: the first of the signed-in user, the posthog-js cookie, nobody.</summary>
public sealed class PostHogIdentityOptions
{
    /// <summary>
    /// Claim types that hold the distinct id of a signed-in user, the first that is present wins. Default when empty: <c>sub</c>, then the name identifier.
    /// </summary>
    public IList<string> DistinctIdClaims { get; set; } = [];

    /// <summary>Claim types that are passed on as person properties under the claim's own name. Default: none.</summary>
    public IList<string> PersonPropertyClaims { get; set; } = [];

    /// <summary>Group type → the claim that holds the key of the caller's group. Default: none.</summary>
    public IDictionary<string, string> GroupClaims { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The PostHog group type that the untyped <c>TargetingContext.Groups</c> stand for; the first group of the context is its key. Default: none, which ignores them.
    /// </summary>
    public string? TargetingGroupType { get; set; }

    /// <summary>Whether the distinct id of an anonymous visitor is read from the cookie posthog-js sets. Default: true.</summary>
    public bool ReadPostHogCookie { get; set; } = true;

    /// <summary>The distinct id outside web requests (background work) when the application names nobody. Default: none.</summary>
    public string? ServiceDistinctId { get; set; }

    /// <summary>Person properties that go with <see cref="ServiceDistinctId"/>, for example the environment. Default: none.</summary>
    public IDictionary<string, string> ServiceProperties { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
