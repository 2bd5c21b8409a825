using System.Buffers;
using System.Text;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>The primitives of the cached form: whole numbers in groups of seven bits, text as length and UTF-8.</summary>
internal static class RemoteWireWriter
{
    private const int MaxNumberSize = 10;

    public static void WriteByte(this IBufferWriter<byte> target, byte value)
    {
        target.GetSpan(1)[0] = value;
        target.Advance(1);
    }

    public static void WriteNumber(this IBufferWriter<byte> target, ulong value)
    {
        Span<byte> span = target.GetSpan(MaxNumberSize);
        int length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        target.Advance(length);
    }

    /// <summary>Writes a number that may be negative. Small numbers of either sign are short.</summary>
    public static void WriteSigned(this IBufferWriter<byte> target, long value) =>
        target.WriteNumber((ulong)((value << 1) ^ (value >> 63)));

    public static void WriteText(this IBufferWriter<byte> target, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        target.WriteNumber((ulong)length);
        Encoding.UTF8.GetBytes(text, target.GetSpan(length));
        target.Advance(length);
    }

    public static void WriteUtf8(this IBufferWriter<byte> target, ReadOnlySpan<byte> text)
    {
        target.WriteNumber((ulong)text.Length);
        target.Write(text);
    }
}
