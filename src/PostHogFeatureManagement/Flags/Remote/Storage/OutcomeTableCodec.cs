using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>The stored form of a table: format version, number of flags, and the key and outcomes of each flag.</summary>
internal static class OutcomeTableCodec
{
    public const byte FormatVersion = 1;
    public const int MaxSize = 1024 * 1024;

    public static byte[] Write(OutcomeTable table)
    {
        using var buffer = new PooledBuffer();
        buffer.WriteByte(FormatVersion);
        buffer.WriteNumber((ulong)table.Count);
        for (int ordinal = 0; ordinal < table.Count; ordinal++)
        {
            buffer.WriteText(table.Keys[ordinal]);
            buffer.WriteNumber((ulong)table.Outcomes(ordinal).Length);
            foreach (RemoteFlag outcome in table.Outcomes(ordinal))
            {
                OutcomeCodec.Write(buffer, outcome);
            }
        }

        return buffer.Written.ToArray();
    }

    /// <summary>Null when the bytes are not a table.</summary>
    public static OutcomeTable? Read(ReadOnlySpan<byte> data)
    {
        if (data.Length > MaxSize)
        {
            return null;
        }

        var reader = new RemoteWireReader(data);
        return reader.ReadByte() == FormatVersion ? ReadFlags(ref reader) : null;
    }

    private static OutcomeTable? ReadFlags(ref RemoteWireReader reader)
    {
        int count = reader.ReadCount();
        var keys = new string[count];
        var outcomes = new RemoteFlag[count][];
        for (int ordinal = 0; ordinal < count; ordinal++)
        {
            keys[ordinal] = reader.ReadText();
            if (reader.HasFailed || (ordinal > 0 && string.CompareOrdinal(keys[ordinal - 1], keys[ordinal]) >= 0))
            {
                return null;
            }

            outcomes[ordinal] = new RemoteFlag[Math.Min(reader.ReadCount(), ushort.MaxValue)];
            for (int index = 0; index < outcomes[ordinal].Length && !reader.HasFailed; index++)
            {
                outcomes[ordinal][index] = OutcomeCodec.Read(ref reader, keys[ordinal]);
            }
        }

        return reader.IsAtEnd ? new OutcomeTable(keys, outcomes) : null;
    }
}
