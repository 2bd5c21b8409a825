namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>Identifies definitions that were published.</summary>
/// <param name="Hash">The SHA-256 of the bytes as PostHog sent them, in lower-case hexadecimal digits.</param>
/// <param name="Length">The number of bytes as PostHog sent them.</param>
/// <param name="ETag">The tag as PostHog sent it; null when there was none.</param>
internal sealed record SharedBodyInfo(string Hash, int Length, string? ETag);
