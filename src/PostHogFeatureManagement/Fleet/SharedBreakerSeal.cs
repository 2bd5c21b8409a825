using System.Security.Cryptography;
using System.Text;

namespace PostHogFeatureManagement.Fleet;

/// <summary>
/// The name under which instances keep their notes, and the seal on them. With <c>Cache:KeySecret</c>, the notes carry an HMAC, and the name depends on the
/// secret: while a new secret is rolled out, there are two fleets that know nothing of each other, not one that cannot read half of its notes.
/// </summary>
internal sealed class SharedBreakerSeal
{
    private const int SealSize = HMACSHA256.HashSizeInBytes;

    private readonly byte[]? _key;
    private readonly byte[] _nameBytes;

    /// <param name="host">The address of PostHog.</param>
    /// <param name="projectToken">The project. Each project and address has notes of its own, so applications that share a cache do not affect each other.</param>
    /// <param name="cache">The prefix of the name, and the secret.</param>
    public SharedBreakerSeal(string host, string projectToken, PostHogCacheOptions cache)
    {
        var secret = FleetSecret.From(cache.KeySecret);
        string fleet = secret is null ? $"{host}\n{projectToken}" : $"{host}\n{projectToken}\n{secret.Fingerprint}";
        Name = $"{cache.KeyPrefix}:breaker:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fleet)).AsSpan(0, 12))}";
        _key = secret?.KeyFor("circuit notes");
        _nameBytes = Encoding.UTF8.GetBytes(Name);
    }

    public string Name { get; }

    /// <summary>The notes with their seal.</summary>
    public byte[] Close(byte[] notes) => _key is null ? notes : [.. notes, .. Compute(notes)];

    /// <summary>The notes without their seal; none when it is missing or wrong.</summary>
    public ReadOnlySpan<byte> Open(byte[]? bytes)
    {
        if (_key is null || bytes is null)
        {
            return bytes;
        }

        if (bytes.Length < SealSize)
        {
            return [];
        }

        ReadOnlySpan<byte> notes = bytes.AsSpan(0, bytes.Length - SealSize);
        return CryptographicOperations.FixedTimeEquals(Compute(notes), bytes.AsSpan(notes.Length)) ? notes : [];
    }

    /// <summary>The name is part of it, so notes of one project cannot be passed off as those of another.</summary>
    private byte[] Compute(ReadOnlySpan<byte> notes) => HMACSHA256.HashData(_key!, (byte[])[.. _nameBytes, 0, .. notes]);
}
