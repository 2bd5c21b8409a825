using System.Security.Cryptography;
using System.Text;

namespace PostHogFeatureManagement.Fleet;

/// <summary>Keys derived from <c>Cache:KeySecret</c>, one for each purpose, so that what is sealed for one purpose is worth nothing for another.</summary>
internal sealed class FleetSecret
{
    private readonly byte[] _secret;

    private FleetSecret(string secret)
    {
        _secret = Encoding.UTF8.GetBytes(secret);
        Fingerprint = Convert.ToHexStringLower(Derive("fingerprint", 8));
    }

    /// <summary>Tells secrets apart without revealing them.</summary>
    public string Fingerprint { get; }

    /// <summary>Null when there is no secret.</summary>
    public static FleetSecret? From(string? secret) => string.IsNullOrEmpty(secret) ? null : new FleetSecret(secret);

    public byte[] KeyFor(string purpose) => Derive(purpose, HMACSHA256.HashSizeInBytes);

    private byte[] Derive(string purpose, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, length, salt: [], Encoding.UTF8.GetBytes("PostHogFeatureManagement fleet: " + purpose));
}
