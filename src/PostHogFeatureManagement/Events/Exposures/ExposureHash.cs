using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PostHogFeatureManagement.Events.Exposures;

/// <summary>
/// The key by which an exposure is remembered: a hash of 128 bits of distinct id, groups, flag and value. It depends on secrets of this process, because ids
/// may come from outside. What it says of the caller is kept with the caller, so a repeated check reads only the flag's key.
/// </summary>
internal static class ExposureHash
{
    private static readonly ulong[] Secrets = [Secret(), Secret(), Secret(), Secret()];

    /// <param name="caller">The caller.</param>
    /// <param name="flagKey">The flag.</param>
    /// <param name="result">PostHog's value; without one, the exposure is that there was none.</param>
    public static UInt128 Of(PostHogContext caller, string flagKey, in FlagResult result)
    {
        var hash = new Hash((caller.IdentityHash ??= new StrongBox<UInt128>(HashOf(caller))).Value);
        hash.Add(flagKey);
        if (result.Variant is { } variant)
        {
            hash.Add(variant);
        }

        return hash.End(!result.HasValue ? 1UL : result.IsEnabled ? 2UL : 3UL);
    }

    private static UInt128 HashOf(PostHogContext caller)
    {
        var hash = new Hash(new UInt128(Secrets[0], Secrets[1]));
        hash.Add(caller.DistinctId ?? string.Empty);
        foreach ((string type, string key) in GroupKeys.Of(caller))
        {
            hash.Add(type);
            hash.Add(key);
        }

        return hash.End(0);
    }

    private static ulong Secret() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    /// <summary>Two lanes of folded multiplication, each over eight bytes at a time.</summary>
    private ref struct Hash(UInt128 start)
    {
        private readonly ulong _firstSecret = Secrets[2];
        private readonly ulong _secondSecret = Secrets[3];
        private ulong _first = (ulong)(start >> 64);
        private ulong _second = (ulong)start;

        public void Add(string text)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(text.AsSpan());
            while (bytes.Length >= sizeof(ulong))
            {
                Mix(MemoryMarshal.Read<ulong>(bytes));
                bytes = bytes[sizeof(ulong)..];
            }

            ulong rest = 0;
            foreach (byte value in bytes)
            {
                rest = (rest << 8) | value;
            }

            // The length keeps the borders between texts.
            Mix(rest);
            Mix((ulong)text.Length);
        }

        public UInt128 End(ulong mark)
        {
            Mix(mark);
            return new UInt128(_first, _second);
        }

        private void Mix(ulong value)
        {
            _first = Fold(_first ^ value, _firstSecret) + _second;
            _second = Fold(_second ^ value, _secondSecret) ^ _first;
        }

        private static ulong Fold(ulong left, ulong right)
        {
            ulong high = Math.BigMul(left, right, out ulong low);
            return high ^ low;
        }
    }
}
