using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>Turns answers into numbers of the newest table, which grows with new outcomes. Thread-safe.</summary>
internal sealed class OutcomeInterner
{
    // Without a limit, deleted flags and changed payloads would let the table grow forever.
    private const int MaxOutcomes = 20_000;

    private readonly Lock _lock = new();
    private volatile OutcomeTable _table = OutcomeTable.Empty;
    private int _outcomeCount;

    /// <summary>The flags as numbers of a table that contains them all.</summary>
    public OutcomeTable Intern(IReadOnlyCollection<RemoteFlag> flags, out ushort[] numbers)
    {
        OutcomeTable table = _table;
        while (!TryIntern(table, flags, out numbers))
        {
            table = Extend(flags);
        }

        return table;
    }

    private static bool TryIntern(OutcomeTable table, IReadOnlyCollection<RemoteFlag> flags, out ushort[] numbers)
    {
        numbers = new ushort[table.Count];
        foreach (RemoteFlag flag in flags)
        {
            ushort number = table.Ordinals.TryGetValue(flag.Key, out int ordinal) ? table.Find(ordinal, flag) : (ushort)0;
            if (number == 0)
            {
                return false;
            }

            numbers[ordinal] = number;
        }

        return true;
    }

    private OutcomeTable Extend(IReadOnlyCollection<RemoteFlag> flags)
    {
        lock (_lock)
        {
            _outcomeCount += flags.Count;
            OutcomeTable start = _outcomeCount > MaxOutcomes ? OutcomeTable.Empty : _table;
            OutcomeTable extended = start.Extend(flags);
            _outcomeCount = CountOutcomes(extended);
            _table = extended;
            return extended;
        }
    }

    private static int CountOutcomes(OutcomeTable table)
    {
        int count = 0;
        for (int ordinal = 0; ordinal < table.Count; ordinal++)
        {
            count += table.Outcomes(ordinal).Length;
        }

        return count;
    }
}
