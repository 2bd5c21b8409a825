using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>What the distributed cache returned.</summary>
/// <param name="Bytes">The value. Null when there is none.</param>
/// <param name="Without">Why there is none, a constant of <see cref="TelemetryTags.CacheResults"/>. Null when there is one.</param>
internal readonly record struct StoredBytes(byte[]? Bytes, string? Without)
{
    public static StoredBytes Skipped { get; } = new(null, TelemetryTags.CacheResults.Skipped);

    public static StoredBytes Failed { get; } = new(null, TelemetryTags.CacheResults.Error);

    public static StoredBytes Of(byte[]? bytes) => new(bytes, bytes is null ? TelemetryTags.CacheResults.Miss : null);
}
