using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// The headers that posthog-js adds to calls of an API (protocol §12.4), with what the browser says about where they come from. Anyone but a browser can write
/// any of them.
/// </summary>
internal sealed record TracingHeaders(StringValues DistinctId, StringValues SessionId, StringValues Origin, StringValues FetchSite)
{
    /// <summary>Null when the request has no distinct ID in its headers. Most have none, and this look is then all that they cost.</summary>
    public static TracingHeaders? Read(IHeaderDictionary headers) => headers.TryGetValue("X-POSTHOG-DISTINCT-ID", out StringValues distinctId)
        ? new TracingHeaders(distinctId, headers["X-POSTHOG-SESSION-ID"], headers.Origin, headers["Sec-Fetch-Site"])
        : null;
}
