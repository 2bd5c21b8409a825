using System.Buffers.Binary;
using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>The stored form of a table, and the id that is computed from it.</summary>
internal sealed record EncodedTable(UInt128 Id, byte[] Bytes)
{
    public const int IdSize = 16;

    public static EncodedTable Of(OutcomeTable table, CacheHasher hasher)
    {
        byte[] bytes = OutcomeTableCodec.Write(table);
        return new EncodedTable(IdOf(bytes, hasher), bytes);
    }

    public static UInt128 IdOf(ReadOnlySpan<byte> bytes, CacheHasher hasher)
    {
        Span<byte> hash = stackalloc byte[CacheKey.Size];
        hasher.Hash(bytes, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
