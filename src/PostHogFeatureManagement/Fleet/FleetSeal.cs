using System.Security.Cryptography;
using System.Text;

namespace PostHogFeatureManagement.Fleet;

/// <summary>The name of a value that instances share, and the seal on it. With <c>Cache:KeySecret</c>, the value carries an HMAC.</summary>
/// <param name="name">The name of the value. It is part of the seal, so a value cannot be passed off as another one.</param>
/// <param name="key">The key of the seal; null when there is no secret.</param>
internal sealed class FleetSeal(string name, byte[]? key)
{
    private const int SealSize = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _nameBytes = Encoding.UTF8.GetBytes(name);

    public string Name => name;

    /// <summary>The value with its seal.</summary>
    public byte[] Close(byte[] value) => key is null ? value : [.. value, .. Compute(value)];

    /// <summary>The value without its seal; empty when it is missing or wrong.</summary>
    public ReadOnlyMemory<byte> Open(byte[]? bytes)
    {
        if (key is null || bytes is null)
        {
            return bytes;
        }

        if (bytes.Length < SealSize)
        {
            return default;
        }

        ReadOnlyMemory<byte> value = bytes.AsMemory(0, bytes.Length - SealSize);
        return CryptographicOperations.FixedTimeEquals(Compute(value.Span), bytes.AsSpan(value.Length)) ? value : default;
    }

    private byte[] Compute(ReadOnlySpan<byte> value)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key!);
        hash.AppendData(_nameBytes);
        hash.AppendData([0]);
        hash.AppendData(value);
        return hash.GetHashAndReset();
    }
}
