using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>Reads tokens: JSON Web Signatures in compact form (RFC 7515) with HMAC-SHA256, of one type and with one algorithm (RFC 8725).</summary>
internal static class OverrideToken
{
    public const int LengthLimit = 4096;
    public const int FlagLimit = 64;
    public const string Algorithm = "HS256";
    public const string Type = "phflags+jwt";

    private static readonly double LatestSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <returns><see cref="OverrideOutcome.Applied"/> when the token can be read and its signature is right.</returns>
    public static OverrideOutcome Read(string token, OverrideKeys keys, out OverrideClaims? claims)
    {
        claims = null;
        if (token.Length > LengthLimit || !Ascii.IsValid(token) || token.Split('.') is not [{ } header, { } payload, { } signature])
        {
            return OverrideOutcome.Malformed;
        }

        if (Decode(signature) is not { } signed || Parse(header) is not { } form || !IsOurs(form))
        {
            return OverrideOutcome.Malformed;
        }

        byte[] content = Encoding.ASCII.GetBytes(token[..(header.Length + 1 + payload.Length)]);
        if (keys.Find(form.Member("kid"u8).Text() ?? string.Empty) is not { } key
            || !CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, content), signed))
        {
            return OverrideOutcome.Signature;
        }

        claims = Parse(payload) is { } document ? ReadClaims(document) : null;
        return claims is null ? OverrideOutcome.Malformed : OverrideOutcome.Applied;
    }

    private static bool IsOurs(JsonElement form) => form.Member("alg"u8).Text() == Algorithm && form.Member("typ"u8).Text() == Type && !form.Has("crit"u8);

    private static OverrideClaims? ReadClaims(JsonElement json)
    {
        if (Time(json.Member("iat"u8)) is not { } issuedAt
            || Time(json.Member("exp"u8)) is not { } expiresAt
            || json.Member("env"u8).Text() is not { } environment
            || ReadFlags(json.Member("flags"u8)) is not { } flags
            || !IsTextOrMissing(json.Member("sub"u8)))
        {
            return null;
        }

        return new OverrideClaims
        {
            Audiences = ReadAudiences(json.Member("aud"u8)),
            Environment = environment,
            IssuedAt = issuedAt,
            ExpiresAt = expiresAt,
            NotBefore = Time(json.Member("nbf"u8)),
            Subject = json.Member("sub"u8).Text(),
            TokenId = json.Member("jti"u8).Text(),
            Flags = flags,
        };
    }

    private static Dictionary<string, FlagResult>? ReadFlags(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var flags = new Dictionary<string, FlagResult>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty flag in json.EnumerateObject())
        {
            if (flag.NameOrNull() is not { Length: > 0 } name
                || flags.Count == FlagLimit
                || OverrideValue.Parse(flag.Value) is not { } value
                || !flags.TryAdd(name, value))
            {
                return null;
            }
        }

        return flags.Count == 0 ? null : flags;
    }

    private static IReadOnlyList<string> ReadAudiences(JsonElement json) => json.ValueKind == JsonValueKind.Array
        ? [.. json.EnumerateArray().Select(static one => one.Text()).OfType<string>()]
        : json.Text() is { } one ? [one] : [];

    private static DateTimeOffset? Time(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out double seconds) && seconds >= 0 && seconds <= LatestSecond
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    private static bool IsTextOrMissing(JsonElement json) => json.IsMissing() || json.Text() is not null;

    private static JsonElement? Parse(string part) => Decode(part) is { } bytes && FlagPayload.Parse(bytes) is { } json ? json : null;

    private static byte[]? Decode(string part) => Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : null;
}
