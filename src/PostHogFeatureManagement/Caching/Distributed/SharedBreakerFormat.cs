using System.Buffers.Binary;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// Markers as bytes: a version, then for each marker 16 bytes of instance id and 8 bytes of Unix milliseconds, big-endian. Anything else means no markers.
/// </summary>
internal static class SharedBreakerFormat
{
    /// <summary>Two markers decide, so the board does not have to list a whole fleet.</summary>
    public const int MaxMarkers = 32;

    private const byte Version = 1;
    private const int EntrySize = 24;

    public static byte[] Write(IReadOnlyList<SharedBreakerMarker> markers)
    {
        int count = Math.Min(markers.Count, MaxMarkers);
        byte[] bytes = new byte[1 + (count * EntrySize)];
        bytes[0] = Version;
        for (int i = 0; i < count; i++)
        {
            Span<byte> entry = bytes.AsSpan(1 + (i * EntrySize), EntrySize);
            markers[i].Instance.TryWriteBytes(entry, bigEndian: true, out _);
            BinaryPrimitives.WriteInt64BigEndian(entry[16..], markers[i].OpenUntil.ToUnixTimeMilliseconds());
        }

        return bytes;
    }

    public static List<SharedBreakerMarker> Read(ReadOnlySpan<byte> bytes)
    {
        var markers = new List<SharedBreakerMarker>();
        if (bytes.IsEmpty || bytes[0] != Version || (bytes.Length - 1) % EntrySize != 0 || bytes.Length > 1 + (MaxMarkers * EntrySize))
        {
            return markers;
        }

        for (ReadOnlySpan<byte> rest = bytes[1..]; !rest.IsEmpty; rest = rest[EntrySize..])
        {
            long milliseconds = BinaryPrimitives.ReadInt64BigEndian(rest[16..]);
            if (milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            {
                markers.Add(new SharedBreakerMarker(new Guid(rest[..16], bigEndian: true), DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)));
            }
        }

        return markers;
    }
}
