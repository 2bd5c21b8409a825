using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.RemoteConfig;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Flags.RemoteConfig;

/// <summary>Asks PostHog for remote config and logs what goes wrong. Thread-safe.</summary>
internal sealed class RemoteConfigSource(
    IPostHogClient client,
    FailureText text,
    LogThrottle throttle,
    ILogger<PostHogRemoteConfig> logger)
{
    public static CacheFetch<(RemoteConfigSource Source, string Key), RemoteConfigEntry> Fetch { get; } =
        static (state, _, _, cancellationToken) => state.Source.FetchAsync(state.Key, cancellationToken);

    private async Task<FetchOutcome<RemoteConfigEntry>> FetchAsync(string key, CancellationToken cancellationToken)
    {
        WireAnswer<RemoteConfigResponse> answer = await client.GetRemoteConfigAsync(key, cancellationToken).ConfigureAwait(false);
        switch (answer.Value)
        {
            case null when answer.Failure is WireFailure.SwitchedOff:
                return FetchOutcome<RemoteConfigEntry>.NotMade(new RemoteConfigEntry(null, RemoteFailures.Of(answer.Failure).Failure));
            case null:
                ReportFailure(answer);
                return Failure(RemoteFailures.Of(answer.Failure).Failure);
            case { IsUnknown: true }:
                return FetchOutcome<RemoteConfigEntry>.Negative(null);
            case { IsRedacted: true }:
                ReportRedacted(key);
                return FetchOutcome<RemoteConfigEntry>.Success(new RemoteConfigEntry(null, FlagReason.UnreadableValue));
            case { Payload: var payload }:
                return FetchOutcome<RemoteConfigEntry>.Success(new RemoteConfigEntry(payload, FlagReason.Unknown));
        }
    }

    private static FetchOutcome<RemoteConfigEntry> Failure(FlagReason reason) =>
        FetchOutcome<RemoteConfigEntry>.Failure(new RemoteConfigEntry(null, reason));

    private void ReportFailure(WireAnswer<RemoteConfigResponse> answer)
    {
        WireFailure failure = answer.Failure;
        if (!FailureRules.WasNotSent(failure) && throttle.IsDue(LogEvents.RemoteConfigFailed, failure.ToString()))
        {
            logger.RemoteConfigFailed(text.Host, failure, FailureText.Cause(answer), text.AdviceForRemoteConfig(failure));
        }
    }

    private void ReportRedacted(string key)
    {
        if (throttle.IsDue(LogEvents.RemoteConfigRedacted, key, LogThrottle.Forever))
        {
            logger.RemoteConfigRedacted(key, text.PathOf(nameof(PostHogFeatureManagementOptions.SecretKey)));
        }
    }
}
