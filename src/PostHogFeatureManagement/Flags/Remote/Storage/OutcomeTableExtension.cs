using System.Collections.Frozen;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>Makes a table with additional outcomes.</summary>
internal static class OutcomeTableExtension
{
    public static OutcomeTable Extend(this OutcomeTable table, IEnumerable<RemoteFlag> flags)
    {
        var outcomes = new SortedDictionary<string, RemoteFlag[]>(StringComparer.Ordinal);
        for (int ordinal = 0; ordinal < table.Count; ordinal++)
        {
            outcomes.Add(table.Keys[ordinal], table.Outcomes(ordinal).ToArray());
        }

        foreach (RemoteFlag flag in flags)
        {
            outcomes[flag.Key] = outcomes.TryGetValue(flag.Key, out RemoteFlag[]? known) ? Add(known, flag) : [flag];
        }

        FrozenDictionary<string, int>? ordinals = outcomes.Count == table.Count ? table.Ordinals : null;
        return new OutcomeTable([.. outcomes.Keys], [.. outcomes.Values], ordinals);
    }

    private static RemoteFlag[] Add(RemoteFlag[] known, RemoteFlag flag)
    {
        if (Array.Exists(known, outcome => RemoteOutcome.AreSame(outcome, flag)))
        {
            return known;
        }

        // Outcomes of an older version of the flag do not occur again.
        bool isNewVersion = Array.TrueForAll(known, outcome => outcome.Version < flag.Version);
        return isNewVersion ? [flag] : [.. known.Append(flag).OrderBy(Encode, ByteOrder)];
    }

    private static byte[] Encode(RemoteFlag flag)
    {
        using var buffer = new PooledBuffer();
        OutcomeCodec.Write(buffer, flag);
        return buffer.Written.ToArray();
    }

    private static readonly Comparer<byte[]> ByteOrder = Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));
}
