using System.IO.Compression;
using System.Security.Cryptography;
using PostHogFeatureManagement.Caching.Distributed;

namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>
/// Definitions as they are shared: a version, then the bytes compressed with Brotli. Encrypted, there is another version, the SHA-256 of what follows, and that is the
/// whole in encrypted form. So an instance without the keys can still tell whether the value is damaged.
/// </summary>
internal static class SharedBodyFormat
{
    private const byte Version = 1;
    private const byte EncryptedVersion = 2;
    private const int HashAt = 1;
    private const int EncryptedAt = HashAt + SHA256.HashSizeInBytes;
    private const int Quality = 4;
    private const int Window = 22;

    /// <summary>Null when it cannot be encrypted.</summary>
    public static byte[]? Write(ReadOnlySpan<byte> body, ValueCipher cipher)
    {
        byte[] bytes = new byte[1 + BrotliEncoder.GetMaxCompressedLength(body.Length)];
        bytes[0] = Version;
        byte[] plain = BrotliEncoder.TryCompress(body, bytes.AsSpan(1), out int written, Quality, Window)
            ? bytes[..(1 + written)]
            : throw new InvalidOperationException("The definitions could not be compressed.");
        if (!cipher.IsOn)
        {
            return plain;
        }

        return cipher.Encrypt(plain) is { } encrypted ? [EncryptedVersion, .. SHA256.HashData(encrypted), .. encrypted] : null;
    }

    /// <param name="bytes">What is stored.</param>
    /// <param name="promised">What the head promises.</param>
    /// <param name="cipher">What decrypts it.</param>
    /// <param name="isGood">Whether it needs no repair: it is as promised, or other instances may have the keys for it.</param>
    /// <returns>Null when the bytes are not exactly what the head promises, or when this instance cannot decrypt them.</returns>
    public static byte[]? Read(ReadOnlySpan<byte> bytes, SharedBodyInfo promised, ValueCipher cipher, out bool isGood)
    {
        if (!cipher.IsOn)
        {
            byte[]? open = Decompress(bytes, promised);
            isGood = open is not null;
            return open;
        }

        bool isWhole = IsWhole(bytes);
        byte[]? plain = isWhole ? cipher.Decrypt(bytes[EncryptedAt..].ToArray()) : null;
        byte[]? body = Decompress(plain, promised);
        isGood = isWhole && (plain is null || body is not null);
        return body;
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        bytes.Length > EncryptedAt && bytes[0] == EncryptedVersion && bytes[HashAt..EncryptedAt].SequenceEqual(SHA256.HashData(bytes[EncryptedAt..]));

    private static byte[]? Decompress(ReadOnlySpan<byte> bytes, SharedBodyInfo promised)
    {
        if (bytes.IsEmpty || bytes[0] != Version)
        {
            return null;
        }

        byte[] body = new byte[promised.Length];
        return BrotliDecoder.TryDecompress(bytes[1..], body, out int written) && written == body.Length
            && Convert.ToHexStringLower(SHA256.HashData(body)) == promised.Hash
            ? body
            : null;
    }
}
