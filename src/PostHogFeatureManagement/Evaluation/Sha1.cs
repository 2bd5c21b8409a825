using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>
/// SHA-1 in managed code. For the few dozen bytes that bucketing hashes, the framework's native call costs several times as much as the hash itself.
/// Use it only for bucketing, where PostHog prescribes it. It protects nothing.
/// </summary>
internal static partial class Sha1
{
    public const int BlockSize = 64;

    /// <summary>The longest message that fits in one block together with the end mark and the length.</summary>
    public const int SingleBlockLength = BlockSize - 1 - sizeof(ulong);

    /// <summary>Returns the first 8 bytes of the digest as a big-endian number. The message can have any length.</summary>
    public static ulong Top64(ReadOnlySpan<byte> message)
    {
        State state = State.Initial;
        ReadOnlySpan<byte> rest = message;
        while (rest.Length >= BlockSize)
        {
            Compress(ref state, ref MemoryMarshal.GetReference(rest));
            rest = rest[BlockSize..];
        }

        Span<byte> tail = stackalloc byte[2 * BlockSize];
        tail.Clear();
        rest.CopyTo(tail);
        tail = tail[..(rest.Length <= SingleBlockLength ? BlockSize : 2 * BlockSize)];
        tail[rest.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(tail[^sizeof(ulong)..], (ulong)message.Length * 8);
        Compress(ref state, ref MemoryMarshal.GetReference(tail));
        if (tail.Length > BlockSize)
        {
            Compress(ref state, ref MemoryMarshal.GetReference(tail[BlockSize..]));
        }

        return state.Top64;
    }

    /// <summary>
    /// Like <see cref="Top64"/>, for a message of at most <see cref="SingleBlockLength"/> bytes at the start of an otherwise zeroed block.
    /// Overwrites the block.
    /// </summary>
    public static ulong Top64InPlace(Span<byte> block, int length)
    {
        block = block[..BlockSize];
        End(block, length);
        State state = State.Initial;
        Compress(ref state, ref MemoryMarshal.GetReference(block));
        return state.Top64;
    }

    private struct State
    {
        public uint H0;
        public uint H1;
        public uint H2;
        public uint H3;
        public uint H4;

        public static State Initial => new()
        {
            H0 = 0x67452301,
            H1 = 0xEFCDAB89,
            H2 = 0x98BADCFE,
            H3 = 0x10325476,
            H4 = 0xC3D2E1F0,
        };

        public readonly ulong Top64 => ((ulong)H0 << 32) | H1;
    }
}
