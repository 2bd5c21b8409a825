using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.RemoteConfig;

namespace PostHogFeatureManagement.Client;

/// <summary>
/// Sends requests to PostHog. Every failure is a value; only the caller's own cancellation throws. Thread-safe.
/// </summary>
internal interface IPostHogClient
{
    /// <summary>Asks PostHog for a caller's flags (<c>POST /flags/?v=2</c>).</summary>
    Task<WireAnswer<FlagsResponse>> EvaluateAsync(FlagsRequest request, CancellationToken cancellationToken);

    /// <summary>Fetches flag definitions unless their ETag or body is still that of <paramref name="known"/> (<c>GET /flags/definitions</c>).</summary>
    Task<WireAnswer<DefinitionsResponse>> GetDefinitionsAsync(DefinitionsResponse? known, CancellationToken cancellationToken);

    /// <summary>Fetches the value of a remote config key (<c>GET …/remote_config</c>).</summary>
    Task<WireAnswer<RemoteConfigResponse>> GetRemoteConfigAsync(string key, CancellationToken cancellationToken);

    /// <summary>Sends events, once: who sends them decides about retries (<c>POST /batch/</c> or <c>POST /i/v1/analytics/events</c>).</summary>
    Task<WireAnswer<EventsResponse>> SendEventsAsync(EventsRequest request, CancellationToken cancellationToken);
}
