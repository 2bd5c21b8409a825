using System.Diagnostics;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.RemoteConfig;
using PostHogFeatureManagement.Client.Resilience;

namespace PostHogFeatureManagement.Client;

/// <inheritdoc cref="IPostHogClient"/>
/// <remarks>
/// Do not call it for a context without a distinct id, or for definitions or remote config without a secret key: PostHog would refuse the
/// request.
/// </remarks>
internal sealed class PostHogClient(
    PostHogEndpoints endpoints,
    FlagsRequestWriter writer,
    FlagsExchange flags,
    DefinitionsExchange definitions,
    RemoteConfigExchange remoteConfig,
    Pipelines pipelines) : IPostHogClient
{
    public async Task<WireAnswer<FlagsResponse>> EvaluateAsync(FlagsRequest request, CancellationToken cancellationToken)
    {
        Debug.Assert(request.Context.DistinctId is not null, "A context without a distinct id has no answer and must not be sent.");
        cancellationToken.ThrowIfCancellationRequested();
        var call = new CallState(string.GetHashCode(request.Context.DistinctId, StringComparison.Ordinal), request.PlaceToken, cancellationToken);
        return await pipelines.Flags
            .ExecuteAsync(static (send, token) => send.flags.SendAsync(send.writer.Write(send.request), token), (flags, writer, request), call)
            .ConfigureAwait(false);
    }

    public async Task<WireAnswer<DefinitionsResponse>> GetDefinitionsAsync(DefinitionsResponse? known, CancellationToken cancellationToken)
    {
        Debug.Assert(endpoints.HasSecretKey, "Definitions need a secret key.");
        cancellationToken.ThrowIfCancellationRequested();
        var call = new CallState(callerHash: 0, wanted: CancellationToken.None, cancellationToken);
        return await pipelines.Definitions
            .ExecuteAsync(static (send, token) => send.definitions.SendAsync(send.known, token), (definitions, known), call)
            .ConfigureAwait(false);
    }

    public async Task<WireAnswer<RemoteConfigResponse>> GetRemoteConfigAsync(string key, CancellationToken cancellationToken)
    {
        Debug.Assert(endpoints.HasSecretKey, "Remote config needs a secret key.");
        cancellationToken.ThrowIfCancellationRequested();
        var call = new CallState(callerHash: 0, wanted: CancellationToken.None, cancellationToken);
        return await pipelines.RemoteConfig
            .ExecuteAsync(static (send, token) => send.remoteConfig.SendAsync(send.key, token), (remoteConfig, key), call)
            .ConfigureAwait(false);
    }
}
