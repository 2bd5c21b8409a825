using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Flags.RemoteConfig;

/// <summary>What the cache keeps for a key. Immutable.</summary>
/// <param name="Payload">The value; null when the flag has none or PostHog does not show it.</param>
/// <param name="Reason">Why there is no value; <see cref="FlagReason.Unknown"/> when PostHog has answered.</param>
internal sealed record RemoteConfigEntry(FlagPayload? Payload, FlagReason Reason)
{
    /// <summary>About how many bytes it takes.</summary>
    public long Size => OutcomeSize.Of(Payload);
}
