using System.Security.Cryptography;

namespace PostHogFeatureManagement.Definitions;

/// <summary>Definitions as they were fetched, not yet compiled. Immutable.</summary>
/// <param name="Body">The bytes as PostHog sent them.</param>
/// <param name="Hash">The SHA-256 of the bytes, in lower-case hexadecimal digits.</param>
/// <param name="ETag">The tag as PostHog sent it; null when there was none.</param>
/// <param name="FetchedAt">When PostHog sent the bytes; null when that is not known. It tells the age and never decides which content is newer.</param>
internal sealed record DefinitionsContent(ReadOnlyMemory<byte> Body, string Hash, string? ETag, DateTimeOffset? FetchedAt)
{
    public static DefinitionsContent Of(ReadOnlyMemory<byte> body, string? etag, DateTimeOffset? fetchedAt) => new(body, HashOf(body), etag, fetchedAt);

    public static string HashOf(ReadOnlyMemory<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body.Span));
}
