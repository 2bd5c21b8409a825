using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// The envelope of a value in the distributed level: format version, a byte of marks, creation time, body, and a checksum over all of it and
/// the key. The checksum detects a value that was truncated, changed or stored under another key.
/// </summary>
internal sealed class CacheEnvelope(CacheHasher hasher, byte formatVersion)
{
    public const int MaxSize = 256 * 1024;
    private const int HeaderSize = 1 + 1 + sizeof(long);
    private const int CheckSize = 8;
    private const byte BriefMark = 1;

    /// <summary>Null when the value cannot be stored.</summary>
    public byte[]? Seal<T>(CacheKey key, T value, DateTimeOffset createdAt, bool isBrief, ICacheCodec<T> codec)
        where T : class
    {
        using var buffer = new PooledBuffer();
        Span<byte> start = buffer.GetSpan(CacheKey.Size + HeaderSize);
        key.CopyTo(start);
        start[CacheKey.Size] = formatVersion;
        start[CacheKey.Size + 1] = isBrief ? BriefMark : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(start[(CacheKey.Size + 2)..], createdAt.ToUnixTimeMilliseconds());
        buffer.Advance(CacheKey.Size + HeaderSize);
        if (!codec.TryWrite(value, buffer) || buffer.Written.Length > MaxSize)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[CacheKey.Size];
        hasher.Hash(buffer.Written, hash);
        buffer.Write(hash[..CheckSize]);
        return buffer.Written[CacheKey.Size..].ToArray();
    }

    public bool TryOpen(CacheKey key, ReadOnlyMemory<byte> data, out DateTimeOffset createdAt, out bool isBrief, out ReadOnlyMemory<byte> body)
    {
        createdAt = default;
        isBrief = false;
        body = default;
        ReadOnlySpan<byte> span = data.Span;
        if (span.Length is < HeaderSize + CheckSize or > MaxSize || span[0] != formatVersion || !IsIntact(key, span))
        {
            return false;
        }

        long milliseconds = BinaryPrimitives.ReadInt64LittleEndian(span[2..]);
        if (milliseconds < 0 || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return false;
        }

        createdAt = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        isBrief = (span[1] & BriefMark) != 0;
        body = data[HeaderSize..^CheckSize];
        return true;
    }

    private bool IsIntact(CacheKey key, ReadOnlySpan<byte> data)
    {
        int checkedLength = CacheKey.Size + data.Length - CheckSize;
        byte[] rented = ArrayPool<byte>.Shared.Rent(checkedLength);
        key.CopyTo(rented);
        data[..^CheckSize].CopyTo(rented.AsSpan(CacheKey.Size));
        Span<byte> hash = stackalloc byte[CacheKey.Size];
        hasher.Hash(rented.AsSpan(0, checkedLength), hash);
        ArrayPool<byte>.Shared.Return(rented);
        return CryptographicOperations.FixedTimeEquals(hash[..CheckSize], data[^CheckSize..]);
    }
}
