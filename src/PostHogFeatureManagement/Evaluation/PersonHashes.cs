using System.Buffers;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>
/// The hashes that deciding all flags for a person is sure to need, worked out eight at a time. Each flag has two places, for its rollout and its variant. A
/// place that is not a number is hashed when it is needed.
/// </summary>
internal static class PersonHashes
{
    public const int PlacesOfAFlag = 2;
    private const int Variant = 1;

    /// <summary>Gets the place of a flag's hash.</summary>
    public static int PlaceOf(FlagDefinition flag, bool isVariant) => (flag.Ordinal * PlacesOfAFlag) + (isVariant ? Variant : 0);

    /// <summary>Finds the hashes that the flags need of every person: those of flags whose first condition has no filters.</summary>
    public static int[] Find(ReadOnlySpan<FlagDefinition> flags)
    {
        var places = new List<int>();
        foreach (FlagDefinition flag in flags)
        {
            if (flag is not { IsActive: true, IsExcluded: false, Obstacle: null, BucketsByDevice: false, Conditions: [{ Filters: [] } first, ..] }
                || first.Aggregation.IsGroup
                || first.Rollout.IsNobody)
            {
                continue;
            }

            if (!first.Rollout.IsEveryone)
            {
                places.Add(PlaceOf(flag, isVariant: false));
            }

            if (first.PinnedVariant == Verdict.NoVariant && !flag.Variants.IsConstant)
            {
                places.Add(PlaceOf(flag, isVariant: true));
            }
        }

        return [.. places];
    }

    public static void Fill(FlagSet set, string? distinctId, Span<double> hashes)
    {
        hashes.Fill(double.NaN);
        Span<byte> subject = stackalloc byte[Sha1.SingleBlockLength];
        if (!Vector256.IsHardwareAccelerated
            || distinctId is null
            || Utf8.FromUtf16(distinctId, subject, out _, out int length) != OperationStatus.Done)
        {
            return;
        }

        subject = subject[..length];
        Span<byte> blocks = stackalloc byte[Sha1.Lanes * Sha1.BlockSize];
        Span<int> places = stackalloc int[Sha1.Lanes];
        int lanes = 0;
        foreach (int place in set.PersonHashes)
        {
            ReadOnlySpan<byte> salt = place % PlacesOfAFlag == Variant ? Bucketing.VariantSalt : Bucketing.RolloutSalt;
            byte[] prefix = set[place / PlacesOfAFlag].HashPrefix;
            if (TryWrite(blocks.Slice(lanes * Sha1.BlockSize, Sha1.BlockSize), prefix, subject, salt))
            {
                places[lanes++] = place;
            }

            if (lanes == Sha1.Lanes)
            {
                Hash(blocks, places, hashes);
                lanes = 0;
            }
        }

        Hash(blocks, places[..lanes], hashes);
    }

    private static bool TryWrite(Span<byte> block, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> salt)
    {
        int length = prefix.Length + subject.Length + salt.Length;
        if (length > Sha1.SingleBlockLength)
        {
            return false;
        }

        block.Clear();
        prefix.CopyTo(block);
        subject.CopyTo(block[prefix.Length..]);
        salt.CopyTo(block[(prefix.Length + subject.Length)..]);
        Sha1.End(block, length);
        return true;
    }

    private static void Hash(ReadOnlySpan<byte> blocks, ReadOnlySpan<int> places, Span<double> hashes)
    {
        if (places.IsEmpty)
        {
            return;
        }

        Span<ulong> tops = stackalloc ulong[Sha1.Lanes];
        Sha1.Top64OfLanes(blocks, tops);
        for (int lane = 0; lane < places.Length; lane++)
        {
            hashes[places[lane]] = Bucketing.ToFraction(tops[lane]);
        }
    }
}
