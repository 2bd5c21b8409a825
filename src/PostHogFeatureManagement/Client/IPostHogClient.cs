using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Client;

/// <summary>
/// The wire. Every failure is an outcome; the only exception is the caller's own cancellation. Safe for concurrent use.
/// </summary>
internal interface IPostHogClient
{
    /// <summary>Asks PostHog for a caller's flags (<c>POST /flags/?v=2</c>).</summary>
    Task<FlagsResponse> EvaluateAsync(FlagsRequest request, CancellationToken cancellationToken);

    /// <summary>Fetches flag definitions unless they are those of <paramref name="etag"/> (<c>GET /flags/definitions</c>).</summary>
    Task<DefinitionsResponse> GetDefinitionsAsync(string? etag, CancellationToken cancellationToken);
}
