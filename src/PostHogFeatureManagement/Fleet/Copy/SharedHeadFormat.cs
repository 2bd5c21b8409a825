using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>
/// A head as bytes: version, a byte that is 1 when the quota is used up, then big-endian numbers (generation, renewals, fetched-at and not-before as Unix
/// milliseconds, where 0 is none), then, if there is a body, its length, its hash and its tag as ASCII. A tag that is no such text is left out. Anything else
/// cannot be read.
/// </summary>
internal static class SharedHeadFormat
{
    /// <summary>As large as the largest response of PostHog that is read. A forged length must not cost more memory than that.</summary>
    private const int MaxBodyLength = 50 * 1024 * 1024;

    private const byte Version = 1;
    private const int MaxTagLength = 512;
    private const int NumbersAt = 2;
    private const int NumbersSize = NumbersAt + (4 * sizeof(long));
    private const int BodySize = sizeof(int) + SHA256.HashSizeInBytes;

    public static byte[] Write(SharedHead head)
    {
        string tag = head.Body?.ETag is { Length: <= MaxTagLength } known && !known.AsSpan().ContainsAnyExceptInRange(' ', '~') ? known : string.Empty;
        byte[] bytes = new byte[NumbersSize + (head.Body is null ? 0 : BodySize + tag.Length)];
        bytes[0] = Version;
        bytes[1] = head.IsQuotaUsedUp ? (byte)1 : (byte)0;
        WriteNumber(bytes, 0, head.Generation);
        WriteNumber(bytes, 1, head.Renewals);
        WriteNumber(bytes, 2, head.FetchedAt.ToUnixTimeMilliseconds());
        WriteNumber(bytes, 3, head.NotBefore?.ToUnixTimeMilliseconds() ?? 0);
        if (head.Body is { } body)
        {
            Span<byte> rest = bytes.AsSpan(NumbersSize);
            BinaryPrimitives.WriteInt32BigEndian(rest, body.Length);
            Convert.FromHexString(body.Hash, rest[sizeof(int)..], out _, out _);
            Encoding.ASCII.GetBytes(tag, rest[BodySize..]);
        }

        return bytes;
    }

    /// <summary>Null when the bytes are no head.</summary>
    public static SharedHead? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < NumbersSize || bytes[0] != Version || bytes[1] > 1)
        {
            return null;
        }

        long generation = ReadNumber(bytes, 0);
        long renewals = ReadNumber(bytes, 1);
        ReadOnlySpan<byte> rest = bytes[NumbersSize..];
        bool hasBody = !rest.IsEmpty;
        if (generation is < 0 or > CopyOrder.HighestGeneration
            || hasBody != generation > 0
            || renewals is < 0 or > CopyOrder.HighestGeneration
            || ReadTime(bytes, 2) is not { } fetchedAt
            || ReadTime(bytes, 3) is not { } notBefore
            || (hasBody && rest.Length is < BodySize or > BodySize + MaxTagLength))
        {
            return null;
        }

        SharedBodyInfo? body = hasBody ? ReadBody(rest) : null;
        return body is null == hasBody
            ? null
            : new SharedHead(generation, renewals, fetchedAt, notBefore == DateTimeOffset.UnixEpoch ? null : notBefore, bytes[1] == 1, body);
    }

    private static SharedBodyInfo? ReadBody(ReadOnlySpan<byte> bytes)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        ReadOnlySpan<byte> tag = bytes[BodySize..];
        return length is <= 0 or > MaxBodyLength || tag.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            ? null
            : new SharedBodyInfo(
                Convert.ToHexStringLower(bytes.Slice(sizeof(int), SHA256.HashSizeInBytes)), length, tag.IsEmpty ? null : Encoding.ASCII.GetString(tag));
    }

    private static DateTimeOffset? ReadTime(ReadOnlySpan<byte> bytes, int index)
    {
        long milliseconds = ReadNumber(bytes, index);
        return milliseconds < 0 || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    private static void WriteNumber(Span<byte> bytes, int index, long value) => BinaryPrimitives.WriteInt64BigEndian(bytes[(NumbersAt + (index * sizeof(long)))..], value);

    private static long ReadNumber(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadInt64BigEndian(bytes[(NumbersAt + (index * sizeof(long)))..]);
}
