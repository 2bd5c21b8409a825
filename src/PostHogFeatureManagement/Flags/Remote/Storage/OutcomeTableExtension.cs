using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>Makes the next stage of a table, with additional outcomes.</summary>
internal static class OutcomeTableExtension
{
    public static OutcomeTable Extend(this OutcomeTable table, IEnumerable<RemoteFlag> flags)
    {
        var outcomes = new SortedDictionary<string, RemoteFlag[]>(StringComparer.Ordinal);
        for (int ordinal = 0; ordinal < table.Count; ordinal++)
        {
            outcomes.Add(table.Keys[ordinal], table.Outcomes(ordinal));
        }

        foreach (RemoteFlag flag in flags)
        {
            outcomes[flag.Key] = outcomes.TryGetValue(flag.Key, out RemoteFlag[]? known) ? Add(known, flag) : [flag];
        }

        return new OutcomeTable([.. outcomes.Keys], [.. outcomes.Values], table);
    }

    private static RemoteFlag[] Add(RemoteFlag[] known, RemoteFlag flag)
    {
        if (Array.Exists(known, outcome => RemoteOutcome.AreSame(outcome, flag)))
        {
            return known;
        }

        return RemoteOutcome.IsOfNewVersion(flag, known) ? [flag] : [.. known.Append(flag).OrderBy(Encode, ByteOrder)];
    }

    private static byte[] Encode(RemoteFlag flag)
    {
        using var buffer = new PooledBuffer();
        OutcomeCodec.Write(buffer, flag);
        return buffer.Written.ToArray();
    }

    private static readonly Comparer<byte[]> ByteOrder = Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));
}
