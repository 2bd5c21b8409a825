using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>Eight messages at once, one in each lane of a vector. Together they take about as long as two or three alone.</summary>
internal static partial class Sha1
{
    public const int Lanes = 8;
    private const int Rounds = 80;
    private const int RoundsOfAPhase = 20;
    private const int WordsOfABlock = BlockSize / sizeof(uint);

    /// <summary>Like <see cref="Top64InPlace"/>, for eight blocks that have their end mark and length (<see cref="End"/>).</summary>
    public static void Top64OfLanes(ReadOnlySpan<byte> blocks, Span<ulong> tops)
    {
        Span<Vector256<uint>> words = stackalloc Vector256<uint>[Rounds];
        Schedule(blocks, words);
        State initial = State.Initial;
        Vector256<uint> a = Vector256.Create(initial.H0);
        Vector256<uint> b = Vector256.Create(initial.H1);
        Vector256<uint> c = Vector256.Create(initial.H2);
        Vector256<uint> d = Vector256.Create(initial.H3);
        Vector256<uint> e = Vector256.Create(initial.H4);
        Vector256<uint> k = Vector256.Create(K0);
        foreach (Vector256<uint> word in words[..RoundsOfAPhase])
        {
            Vector256<uint> next = RotateLanes(a, 5) + (d ^ (b & (c ^ d))) + e + k + word;
            (e, d, c, b, a) = (d, c, RotateLanes(b, 30), a, next);
        }

        k = Vector256.Create(K1);
        foreach (Vector256<uint> word in words.Slice(RoundsOfAPhase, RoundsOfAPhase))
        {
            Vector256<uint> next = RotateLanes(a, 5) + (b ^ c ^ d) + e + k + word;
            (e, d, c, b, a) = (d, c, RotateLanes(b, 30), a, next);
        }

        k = Vector256.Create(K2);
        foreach (Vector256<uint> word in words.Slice(2 * RoundsOfAPhase, RoundsOfAPhase))
        {
            Vector256<uint> next = RotateLanes(a, 5) + ((b & c) | (d & (b | c))) + e + k + word;
            (e, d, c, b, a) = (d, c, RotateLanes(b, 30), a, next);
        }

        k = Vector256.Create(K3);
        foreach (Vector256<uint> word in words[(3 * RoundsOfAPhase)..])
        {
            Vector256<uint> next = RotateLanes(a, 5) + (b ^ c ^ d) + e + k + word;
            (e, d, c, b, a) = (d, c, RotateLanes(b, 30), a, next);
        }

        a += Vector256.Create(initial.H0);
        b += Vector256.Create(initial.H1);
        for (int lane = 0; lane < Lanes; lane++)
        {
            tops[lane] = ((ulong)a[lane] << 32) | b[lane];
        }
    }

    /// <summary>Writes the end mark and the length of a message that starts an otherwise zeroed block.</summary>
    public static void End(Span<byte> block, int length)
    {
        block[length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(block[(BlockSize - sizeof(ulong))..], (ulong)length * 8);
    }

    private static void Schedule(ReadOnlySpan<byte> blocks, Span<Vector256<uint>> words)
    {
        for (int i = 0; i < WordsOfABlock; i++)
        {
            ReadOnlySpan<byte> at = blocks[(i * sizeof(uint))..];
            words[i] = Vector256.Create(
                BinaryPrimitives.ReadUInt32BigEndian(at),
                BinaryPrimitives.ReadUInt32BigEndian(at[BlockSize..]),
                BinaryPrimitives.ReadUInt32BigEndian(at[(2 * BlockSize)..]),
                BinaryPrimitives.ReadUInt32BigEndian(at[(3 * BlockSize)..]),
                BinaryPrimitives.ReadUInt32BigEndian(at[(4 * BlockSize)..]),
                BinaryPrimitives.ReadUInt32BigEndian(at[(5 * BlockSize)..]),
                BinaryPrimitives.ReadUInt32BigEndian(at[(6 * BlockSize)..]),
                BinaryPrimitives.ReadUInt32BigEndian(at[(7 * BlockSize)..]));
        }

        for (int i = WordsOfABlock; i < Rounds; i++)
        {
            words[i] = RotateLanes(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
        }
    }

    private static Vector256<uint> RotateLanes(Vector256<uint> value, int bits) => (value << bits) | (value >>> (32 - bits));
}
