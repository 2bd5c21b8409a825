using PostHogFeatureManagement.Client;

namespace PostHogFeatureManagement.Flags;

/// <summary>Turns answers into numbers under the newest schema, which grows with what is seen. Safe for concurrent use.</summary>
internal sealed class RemoteCatalog
{
    // Deleted flags and changed payloads would make it grow for ever.
    private const int MaxOutcomes = 20_000;

    private readonly Lock _gate = new();
    private volatile RemoteSchema _schema = RemoteSchema.Empty;
    private int _outcomeCount;

    /// <summary>The flags as numbers under a schema that knows them all.</summary>
    public RemoteSchema Number(IReadOnlyCollection<RemoteFlag> flags, out ushort[] numbers)
    {
        RemoteSchema schema = _schema;
        while (!TryNumber(schema, flags, out numbers))
        {
            schema = Extend(flags);
        }

        return schema;
    }

    private static bool TryNumber(RemoteSchema schema, IReadOnlyCollection<RemoteFlag> flags, out ushort[] numbers)
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

    private RemoteSchema Extend(IReadOnlyCollection<RemoteFlag> flags)
    {
        lock (_gate)
        {
            _outcomeCount += flags.Count;
            RemoteSchema start = _outcomeCount > MaxOutcomes ? RemoteSchema.Empty : _schema;
            RemoteSchema extended = start.Extend(flags);
            _outcomeCount = CountOutcomes(extended);
            _schema = extended;
            return extended;
        }
    }

    private static int CountOutcomes(RemoteSchema schema)
    {
        int count = 0;
        for (int ordinal = 0; ordinal < schema.Count; ordinal++)
        {
            count += schema.Outcomes(ordinal).Length;
        }

        return count;
    }
}
