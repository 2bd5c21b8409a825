using System.Buffers.Binary;

namespace PostHogFeatureManagement.Fleet;

/// <summary>
/// Notes as bytes: a version, then for each note 16 bytes of instance id and 8 bytes of Unix milliseconds, big-endian. Anything else means no notes.
/// </summary>
internal static class SharedBreakerFormat
{
    /// <summary>Two notes decide, so they need not list a whole fleet.</summary>
    public const int MaxNotes = 32;

    private const byte Version = 1;
    private const int EntrySize = 24;

    public static byte[] Write(IReadOnlyList<SharedBreakerNote> notes)
    {
        int count = Math.Min(notes.Count, MaxNotes);
        byte[] bytes = new byte[1 + (count * EntrySize)];
        bytes[0] = Version;
        for (int i = 0; i < count; i++)
        {
            Span<byte> entry = bytes.AsSpan(1 + (i * EntrySize), EntrySize);
            notes[i].Instance.TryWriteBytes(entry, bigEndian: true, out _);
            BinaryPrimitives.WriteInt64BigEndian(entry[16..], notes[i].OpenUntil.ToUnixTimeMilliseconds());
        }

        return bytes;
    }

    public static List<SharedBreakerNote> Read(ReadOnlySpan<byte> bytes)
    {
        var notes = new List<SharedBreakerNote>();
        if (bytes.IsEmpty || bytes[0] != Version || (bytes.Length - 1) % EntrySize != 0 || bytes.Length > 1 + (MaxNotes * EntrySize))
        {
            return notes;
        }

        for (ReadOnlySpan<byte> rest = bytes[1..]; !rest.IsEmpty; rest = rest[EntrySize..])
        {
            long milliseconds = BinaryPrimitives.ReadInt64BigEndian(rest[16..]);
            if (milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            {
                notes.Add(new SharedBreakerNote(new Guid(rest[..16], bigEndian: true), DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)));
            }
        }

        return notes;
    }
}
