namespace PostHogFeatureManagement.Client.Flags;

/// <summary>One flag as PostHog's servers decided it. Immutable.</summary>
internal sealed record RemoteFlag(string Key, bool IsEnabled, string? Variant)
{
    public FlagPayload? Payload { get; init; }

    public FlagReason Reason { get; init; }

    /// <summary>Zero-based; -1 when no condition decided.</summary>
    public int ConditionIndex { get; init; } = -1;

    public string? ReasonDescription { get; init; }

    public long? Id { get; init; }

    public int? Version { get; init; }

    /// <summary>Null when PostHog did not say, which differs from false (protocol §10.6).</summary>
    public bool? HasExperiment { get; init; }

    public FlagResult ToResult(FlagSource source) => new(IsEnabled, Variant, Payload, Reason, ConditionIndex, source);
}
