using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>Turns answers into numbers under the newest schema, which grows with what is seen. Safe for concurrent use.</summary>
internal sealed class OutcomeInterner
{
    // Deleted flags and changed payloads would make it grow for ever.
    private const int MaxOutcomes = 20_000;

    private readonly Lock _gate = new();
    private volatile OutcomeTable _schema = OutcomeTable.Empty;
    private int _outcomeCount;

    /// <summary>The flags as numbers under a schema that knows them all.</summary>
    public OutcomeTable Number(IReadOnlyCollection<RemoteFlag> flags, out ushort[] numbers)
    {
        OutcomeTable schema = _schema;
        while (!TryNumber(schema, flags, out numbers))
        {
            schema = Extend(flags);
        }

        return schema;
    }

    private static bool TryNumber(OutcomeTable schema, IReadOnlyCollection<RemoteFlag> flags, out ushort[] numbers)
    {
        numbers = new ushort[schema.Count];
        foreach (RemoteFlag flag in flags)
        {
            ushort number = schema.Ordinals.TryGetValue(flag.Key, out int ordinal) ? schema.Find(ordinal, flag) : (ushort)0;
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
        lock (_gate)
        {
            _outcomeCount += flags.Count;
            OutcomeTable start = _outcomeCount > MaxOutcomes ? OutcomeTable.Empty : _schema;
            OutcomeTable extended = start.Extend(flags);
            _outcomeCount = CountOutcomes(extended);
            _schema = extended;
            return extended;
        }
    }

    private static int CountOutcomes(OutcomeTable schema)
    {
        int count = 0;
        for (int ordinal = 0; ordinal < schema.Count; ordinal++)
        {
            count += schema.Outcomes(ordinal).Length;
        }

        return count;
    }
}
