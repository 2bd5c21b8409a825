using System.Buffers.Binary;

namespace PostHogFeatureManagement.Fleet.Lease;

/// <summary>The value of the lease: who polls, and how often.</summary>
/// <param name="Holder">The instance that polls. Empty after it gave the lease up: until the value expires, nobody polls.</param>
/// <param name="Interval">The time between its polls.</param>
/// <param name="Renewals">How often it has renewed the lease.</param>
internal readonly record struct LeaseNote(Guid Holder, TimeSpan Interval, long Renewals)
{
    private const byte Version = 1;
    private const int GuidSize = 16;
    private const int Size = 1 + GuidSize + sizeof(long) + sizeof(long);

    public bool IsReleased => Holder == Guid.Empty;

    /// <summary>Null when the bytes are no lease.</summary>
    public static LeaseNote? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || bytes[0] != Version)
        {
            return null;
        }

        long milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes[(1 + GuidSize)..]);
        return milliseconds is <= 0 or > int.MaxValue
            ? null
            : new LeaseNote(
                new Guid(bytes.Slice(1, GuidSize), bigEndian: true),
                TimeSpan.FromMilliseconds(milliseconds),
                BinaryPrimitives.ReadInt64BigEndian(bytes[(1 + GuidSize + sizeof(long))..]));
    }

    public byte[] Write()
    {
        byte[] bytes = new byte[Size];
        bytes[0] = Version;
        Holder.TryWriteBytes(bytes.AsSpan(1), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1 + GuidSize), (long)Math.Ceiling(Interval.TotalMilliseconds));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1 + GuidSize + sizeof(long)), Renewals);
        return bytes;
    }
}
