using System.IO.Compression;
using System.Security.Cryptography;

namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>Definitions as they are shared: a version, then the bytes compressed with Brotli.</summary>
internal static class SharedBodyFormat
{
    private const byte Version = 1;
    private const int Quality = 4;
    private const int Window = 22;

    public static byte[] Write(ReadOnlySpan<byte> body)
    {
        byte[] bytes = new byte[1 + BrotliEncoder.GetMaxCompressedLength(body.Length)];
        bytes[0] = Version;
        return BrotliEncoder.TryCompress(body, bytes.AsSpan(1), out int written, Quality, Window)
            ? bytes[..(1 + written)]
            : throw new InvalidOperationException("The definitions could not be compressed.");
    }

    /// <summary>Null when the bytes are not exactly what the head promises.</summary>
    public static byte[]? Read(ReadOnlySpan<byte> bytes, SharedBodyInfo promised)
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
