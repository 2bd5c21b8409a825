using System.Security.Cryptography;
using System.Text;

namespace PostHogFeatureManagement.Caching;

/// <summary>SHA-256, or HMAC-SHA-256 if there is a secret. Then keys cannot be guessed and values cannot be forged without the secret.</summary>
internal sealed class CacheHasher(string? secret)
{
    private readonly byte[]? _secret = string.IsNullOrEmpty(secret) ? null : Encoding.UTF8.GetBytes(secret);

    public CacheKey Hash(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[CacheKey.Size];
        Hash(data, hash);
        return new CacheKey(hash);
    }

    public void Hash(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        if (_secret is null)
        {
            SHA256.HashData(data, hash);
        }
        else
        {
            HMACSHA256.HashData(_secret, data, hash);
        }
    }
}
