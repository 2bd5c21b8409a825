using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>Hashes a subject to a number from 0 to 1 for a flag. Rollouts, variants and holdouts are decided by this number (protocol §4.1).</summary>
internal static class Bucketing
{
    /// <summary>PostHog divides by 0xFFFFFFFFFFFFFFF (fifteen F), which is 2^60-1 and becomes 2^60 as a double.</summary>
    private const double Scale = 1152921504606846976.0;

    private const int MaxStackBytes = 1024;
    private const int MaxBytesPerChar = 3;

    public static ReadOnlySpan<byte> HoldoutPrefix => "holdout-"u8;

    public static ReadOnlySpan<byte> RolloutSalt => default;

    public static ReadOnlySpan<byte> VariantSalt => "variant"u8;

    /// <summary>Returns the hash of prefix, subject and salt as a number from 0 to 1, both inclusive.</summary>
    public static double Hash(ReadOnlySpan<byte> prefix, ReadOnlySpan<char> subject, ReadOnlySpan<byte> salt)
    {
        int room = Sha1.SingleBlockLength - prefix.Length - salt.Length;
        if (room < subject.Length)
        {
            return HashLong(prefix, subject, salt);
        }

        Span<byte> block = stackalloc byte[Sha1.BlockSize];
        block.Clear();
        prefix.CopyTo(block);
        if (Utf8.FromUtf16(subject, block.Slice(prefix.Length, room), out _, out int written) != OperationStatus.Done)
        {
            return HashLong(prefix, subject, salt);
        }

        int length = prefix.Length + written;
        salt.CopyTo(block[length..]);
        return ToFraction(Sha1.Top64InPlace(block, length + salt.Length));
    }

    /// <summary>Converts to double first, then divides once. Any other order can differ in the last bit.</summary>
    internal static double ToFraction(ulong top64) => (double)(long)(top64 >> 4) / Scale;

    private static double HashLong(ReadOnlySpan<byte> prefix, ReadOnlySpan<char> subject, ReadOnlySpan<byte> salt)
    {
        int capacity = prefix.Length + (subject.Length * MaxBytesPerChar) + salt.Length;
        byte[]? rented = capacity > MaxStackBytes ? ArrayPool<byte>.Shared.Rent(capacity) : null;
        Span<byte> message = rented ?? stackalloc byte[MaxStackBytes];
        prefix.CopyTo(message);
        int length = prefix.Length + Encoding.UTF8.GetBytes(subject, message[prefix.Length..]);
        salt.CopyTo(message[length..]);
        double hash = ToFraction(Sha1.Top64(message[..(length + salt.Length)]));
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }
}
