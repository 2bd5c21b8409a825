namespace PostHogFeatureManagement;

/// <summary>Settings that say who is asking when a call does not: the signed-in user, or else the visitor in the posthog-js cookie, or else no user.</summary>
public sealed class PostHogIdentityOptions
{
    /// <summary>
    /// The claim types that hold the distinct id of a signed-in user; the first one present wins. Default when empty: <c>sub</c>, which is also found as the name
    /// identifier. With Windows authentication, the default is the security identifier, then the account name.
    /// </summary>
    public IList<string> DistinctIdClaims { get; set; } = [];

    /// <summary>The claims to pass on as person properties. Default: none.</summary>
    public PersonPropertyClaims PersonPropertyClaims { get; set; } = [];

    /// <summary>Maps each group type to the claim with the key of the caller's group. Default: none.</summary>
    public IDictionary<string, string> GroupClaims { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The PostHog group type for <c>TargetingContext.Groups</c>, which have no type; the first group of the context is its key. Default: none, which ignores
    /// them.
    /// </summary>
    public string? TargetingGroupType { get; set; }

    /// <summary>
    /// Whether the posthog-js cookie is read. It holds the distinct id of an anonymous visitor and the device id, which stays the same at sign-in. Default: true.
    /// </summary>
    public bool ReadPostHogCookie { get; set; } = true;

    /// <summary>
    /// The name of the posthog-js cookie. With the option <c>persistence_name: "x"</c> of posthog-js, it is <c>ph_x</c>. Default: none, which makes the name from
    /// the project token, as posthog-js does.
    /// </summary>
    public string? PostHogCookieName { get; set; }

    /// <summary>
    /// Whether the headers <c>X-POSTHOG-DISTINCT-ID</c> and <c>X-POSTHOG-SESSION-ID</c> identify a visitor. posthog-js adds them to calls of an API when its option
    /// <c>tracing_headers</c> is set. They count from pages of the same origin, and from <see cref="TrustedTracingOrigins"/>. Default: false.
    /// </summary>
    public bool ReadTracingHeaders { get; set; }

    /// <summary>The other origins whose pages may send these headers, for example <c>https://www.example.com</c>. Default: none.</summary>
    public IList<string> TrustedTracingOrigins { get; set; } = [];

    /// <summary>
    /// Whether a visitor about whom nothing else is known gets an id of their own, in a cookie of this library that Data Protection signs. Only with consent, see
    /// <see cref="IPostHogConsent"/>, and only over https, or over http in Development. Needs <c>AddDataProtection()</c>. Default: false.
    /// </summary>
    public bool AnonymousCookie { get; set; }

    /// <summary>
    /// The distinct id of every visitor about whom nothing else is known. They all share it, so they all get the same answers. Default: none, which leaves them
    /// without an id.
    /// </summary>
    public string? FallbackDistinctId { get; set; }

    /// <summary>
    /// Whether every caller that the library finds has the person properties <c>environment</c>, <c>app_version</c> and <c>host</c> of this process, if it has no
    /// others of these names. Instances then do not share cached answers of PostHog's servers, because the answers can depend on the host. Default: false.
    /// </summary>
    public bool BuiltInProperties { get; set; }

    /// <summary>
    /// The keys of flags that need an authenticated caller, one in each entry, in any letter case; a <c>*</c> at the end stands for any rest. For any other
    /// caller, these flags are off with the reason <see cref="FlagReason.Untrusted"/>, whatever PostHog or the configuration says. Callers whom the
    /// application's own code names with a call are not affected. Default: none.
    /// </summary>
    public IList<string> RequireAuthenticated { get; set; } = [];

    /// <summary>
    /// The distinct id of the service, which is the caller in background work for which the application does not name one. All instances should have the same:
    /// each id is a person of its own to PostHog. The service counts as named by the application, see <see cref="RequireAuthenticated"/>. Default: none.
    /// </summary>
    public string? ServiceDistinctId { get; set; }

    /// <summary>The person properties that go with <see cref="ServiceDistinctId"/>, for example the environment. Default: none.</summary>
    public IDictionary<string, string> ServiceProperties { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
