using System.Collections.Frozen;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>Makes a schema that knows some more outcomes.</summary>
internal static class OutcomeTableExtension
{
    public static OutcomeTable Extend(this OutcomeTable schema, IEnumerable<RemoteFlag> flags)
    {
        var outcomes = new SortedDictionary<string, RemoteFlag[]>(StringComparer.Ordinal);
        for (int ordinal = 0; ordinal < schema.Count; ordinal++)
        {
            outcomes.Add(schema.Keys[ordinal], schema.Outcomes(ordinal).ToArray());
        }

        foreach (RemoteFlag flag in flags)
        {
            outcomes[flag.Key] = outcomes.TryGetValue(flag.Key, out RemoteFlag[]? known) ? Add(known, flag) : [flag];
        }

        FrozenDictionary<string, int>? ordinals = outcomes.Count == schema.Count ? schema.Ordinals : null;
        return new OutcomeTable([.. outcomes.Keys], [.. outcomes.Values], ordinals);
    }

    private static RemoteFlag[] Add(RemoteFlag[] known, RemoteFlag flag)
    {
        if (Array.Exists(known, outcome => RemoteOutcome.AreSame(outcome, flag)))
        {
            return known;
        }

        // What an older version of the flag gave is not seen again.
        bool isNewVersion = Array.TrueForAll(known, outcome => outcome.Version < flag.Version);
        return isNewVersion ? [flag] : [.. known.Append(flag).OrderBy(Image, ByteOrder)];
    }

    private static byte[] Image(RemoteFlag flag)
    {
        using var buffer = new PooledBufferWriter();
        OutcomeCodec.Write(buffer, flag);
        return buffer.Written.ToArray();
    }

    private static readonly Comparer<byte[]> ByteOrder = Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));
}
