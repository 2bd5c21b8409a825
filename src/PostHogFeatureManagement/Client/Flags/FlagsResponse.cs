using System.Collections.Frozen;

namespace PostHogFeatureManagement.Client.Flags;

/// <summary>PostHog's answer for one caller (protocol §2.4). Immutable.</summary>
internal sealed record FlagsResponse
{
    /// <summary>Usable records by key, without those that PostHog marked as failed or that cannot be read.</summary>
    public IReadOnlyDictionary<string, RemoteFlag> Flags { get; init; } = FrozenDictionary<string, RemoteFlag>.Empty;

    /// <summary>Keys that PostHog named but failed to compute. They mean "no value", never "off" (protocol §2.7).</summary>
    public IReadOnlyCollection<string> FailedFlags { get; init; } = [];

    /// <summary>Keys of usable records whose payload is not JSON (protocol §9.2).</summary>
    public IReadOnlyCollection<string> MalformedPayloads { get; init; } = [];

    /// <summary>Whether PostHog said that some flags may be missing.</summary>
    public bool HasErrors { get; init; }

    public string? RequestId { get; init; }

    /// <summary>When PostHog evaluated the flags, in Unix milliseconds.</summary>
    public long? EvaluatedAt { get; init; }

    public bool MinimalFlagCalledEvents { get; init; }
}
