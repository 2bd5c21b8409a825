namespace PostHogFeatureManagement.Client.RemoteConfig;

/// <summary>What PostHog says about one remote config key. Immutable.</summary>
/// <param name="Payload">The value; null when there is none.</param>
internal sealed record RemoteConfigResponse(FlagPayload? Payload)
{
    /// <summary>PostHog has no remote config with this key.</summary>
    public static RemoteConfigResponse Unknown { get; } = new((FlagPayload?)null) { IsUnknown = true };

    /// <summary>The value is encrypted, and PostHog does not decrypt it for this secret key.</summary>
    public static RemoteConfigResponse Redacted { get; } = new((FlagPayload?)null) { IsRedacted = true };

    public bool IsUnknown { get; private init; }

    public bool IsRedacted { get; private init; }
}
