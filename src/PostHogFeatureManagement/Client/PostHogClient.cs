using System.Diagnostics;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.RemoteConfig;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Client;

/// <inheritdoc cref="IPostHogClient"/>
/// <remarks>
/// Do not call it for a context without a distinct id, or for definitions or remote config without a secret key: PostHog would refuse the request. While PostHog
/// is switched off, nothing is sent, and a call under way ends without an answer.
/// </remarks>
internal sealed class PostHogClient(
    PostHogEndpoints endpoints,
    FlagsRequestWriter writer,
    FlagsExchange flags,
    DefinitionsExchange definitions,
    RemoteConfigExchange remoteConfig,
    EventsExchange events,
    Pipelines pipelines,
    PostHogMetrics metrics,
    PostHogSwitch posthog) : IPostHogClient
{
    public async Task<WireAnswer<FlagsResponse>> EvaluateAsync(FlagsRequest request, CancellationToken cancellationToken)
    {
        Debug.Assert(request.Context.DistinctId is not null, "A context without a distinct id has no answer and must not be sent.");
        using Activity? activity = PostHogActivities.StartRequest(PostHogActivities.Evaluate);
        activity?.SetTag(TelemetryTags.FlagsRequested, request.FlagKeys?.Count);
        return await WhileOnAsync(
            TelemetryTags.Operations.Evaluate,
            caller => pipelines.Flags.ExecuteAsync(
                static (send, token) => send.flags.SendAsync(send.writer.Write(send.request), token),
                (flags, writer, request),
                new CallState(string.GetHashCode(request.Context.DistinctId, StringComparison.Ordinal), request.PlaceToken, caller)),
            cancellationToken).ConfigureAwait(false);
    }

    public Task<WireAnswer<DefinitionsResponse>> GetDefinitionsAsync(DefinitionsResponse? known, CancellationToken cancellationToken)
    {
        Debug.Assert(endpoints.HasSecretKey, "Definitions need a secret key.");
        return WhileOnAsync(
            TelemetryTags.Operations.Definitions,
            caller => pipelines.Definitions.ExecuteAsync(
                static (send, token) => send.definitions.SendAsync(send.known, token),
                (definitions, known),
                new CallState(callerHash: 0, wanted: CancellationToken.None, caller)),
            cancellationToken);
    }

    public Task<WireAnswer<RemoteConfigResponse>> GetRemoteConfigAsync(string key, CancellationToken cancellationToken)
    {
        Debug.Assert(endpoints.HasSecretKey, "Remote config needs a secret key.");
        return WhileOnAsync(
            TelemetryTags.Operations.RemoteConfig,
            caller => pipelines.RemoteConfig.ExecuteAsync(
                static (send, token) => send.remoteConfig.SendAsync(send.key, token),
                (remoteConfig, key),
                new CallState(callerHash: 0, wanted: CancellationToken.None, caller)),
            cancellationToken);
    }

    public Task<WireAnswer<EventsResponse>> SendEventsAsync(EventsRequest request, CancellationToken cancellationToken) => WhileOnAsync(
        TelemetryTags.Operations.Batch,
        caller => pipelines.Events.ExecuteAsync(
            static (send, token) => send.events.SendAsync(send.request, token),
            (events, request),
            new CallState(callerHash: 0, wanted: CancellationToken.None, caller)),
        cancellationToken);

    private async Task<WireAnswer<TResponse>> WhileOnAsync<TResponse>(
        string operation, Func<CancellationToken, ValueTask<WireAnswer<TResponse>>> call, CancellationToken cancellationToken)
        where TResponse : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        SwitchPhase phase = posthog.Phase;
        if (!phase.IsOn)
        {
            return new WireAnswer<TResponse>(null, WireFailure.SwitchedOff);
        }

        using CancellationTokenSource caller = phase.Limit(cancellationToken);
        PostHogMetrics.OperationStart start = metrics.OperationBegan(operation);
        try
        {
            WireAnswer<TResponse> answer = await call(caller.Token).ConfigureAwait(false);
            if (!phase.Ended.IsCancellationRequested)
            {
                metrics.OperationEnded(start, ErrorTypes.Of(answer.Failure));
                return answer;
            }

            metrics.OperationAbandoned(start);
            return new WireAnswer<TResponse>(null, WireFailure.SwitchedOff);
        }
        catch (OperationCanceledException)
        {
            metrics.OperationAbandoned(start);
            cancellationToken.ThrowIfCancellationRequested();
            return new WireAnswer<TResponse>(null, WireFailure.SwitchedOff);
        }
    }
}
