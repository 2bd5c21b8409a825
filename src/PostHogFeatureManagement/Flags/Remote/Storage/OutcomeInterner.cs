using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// Finds outcomes in the newest table, which grows with those that repeat. What only one caller has is kept for that caller alone. There is no lock: when two
/// answers make the table grow at the same time, one of them looks again. Thread-safe.
/// </summary>
/// <param name="limit">About how many bytes a table and its earlier stages may take together.</param>
/// <param name="time">Measures the pauses between two stages.</param>
internal sealed class OutcomeInterner(long limit, TimeProvider time)
{
    /// <summary>How many outcomes of a flag are shared without waiting for a repetition: most flags have no more.</summary>
    public const int FirstOutcomes = 4;

    /// <summary>How many bytes such an outcome may have.</summary>
    public const int FirstSize = 1024;

    /// <summary>How many outcomes of one flag are shared.</summary>
    public const int MaxOutcomes = 255;

    private readonly SeenOutcomes _seen = new();
    private readonly GrowthPace _pace = new(time);
    private OutcomeTable _table = OutcomeTable.Empty;
    private WeakReference<object>? _formerEra;

    /// <param name="flags">A caller's answer, each flag once.</param>
    /// <param name="previous">The caller's answer before that. An outcome that has not changed is no repetition.</param>
    public CallerOutcomes Intern(IReadOnlyCollection<RemoteFlag> flags, in CallerOutcomes previous)
    {
        CallerOutcomes found = CallerOutcomes.Of(Volatile.Read(ref _table), flags, previous);
        return found.Own.IsEmpty ? found : Share(found, Repeating(found, previous), flags);
    }

    /// <summary>Finds outcomes that may come from another instance. Those that it shares are shared here, too.</summary>
    public CallerOutcomes Adopt(in CallerOutcomes stored)
    {
        OutcomeTable table = Volatile.Read(ref _table);
        if (ReferenceEquals(stored.Table.Era, table.Era))
        {
            return stored;
        }

        RemoteFlag[] flags = [.. stored.All];
        CallerOutcomes found = CallerOutcomes.Of(table, flags, CallerOutcomes.None);
        return found.Own.IsEmpty ? found : Share(found, [.. stored.Shared], flags);
    }

    private List<RemoteFlag> Repeating(in CallerOutcomes found, in CallerOutcomes previous)
    {
        var repeating = new List<RemoteFlag>();
        foreach (RemoteFlag flag in found.Own)
        {
            bool isFirst = found.Table.CountBeside(flag) < FirstOutcomes && OutcomeSize.Of(flag) <= FirstSize;
            bool hasNotChanged = previous.TryGet(flag.Key, out RemoteFlag? before) && ReferenceEquals(before, flag);
            if (isFirst || (!hasNotChanged && _seen.WasSeen(flag)))
            {
                repeating.Add(flag);
            }
        }

        return repeating;
    }

    private CallerOutcomes Share(CallerOutcomes found, IReadOnlyCollection<RemoteFlag> repeating, IReadOnlyCollection<RemoteFlag> flags)
    {
        while (_pace.IsDue && Grow(found, repeating) is { } grown)
        {
            OutcomeTable before = found.Table;
            OutcomeTable current = Interlocked.CompareExchange(ref _table, grown, before);
            bool hasGrown = ReferenceEquals(current, before);
            found = CallerOutcomes.Of(hasGrown ? grown : current, flags, found);
            if (hasGrown)
            {
                Note(before, grown);
                break;
            }
        }

        return found;
    }

    /// <summary>The table with what repeats, or a new table if there is no room. Null when nothing can be added.</summary>
    private OutcomeTable? Grow(in CallerOutcomes found, IReadOnlyCollection<RemoteFlag> repeating)
    {
        OutcomeTable table = found.Table;
        List<RemoteFlag> missing = [.. repeating.Where(flag => !table.TryFind(flag, out _, out _) && table.CountBeside(flag) < MaxOutcomes)];
        if (missing.Count == 0)
        {
            return null;
        }

        if (Fitting(table, missing) is { Count: > 0 } fitting)
        {
            return table.Extend(fitting);
        }

        // Earlier answers keep their table alive, so there are never more than two.
        bool mayBegin = _pace.MayBeginAgain && (_formerEra is null || !_formerEra.TryGetTarget(out _));
        return mayBegin && Fitting(OutcomeTable.Empty, [.. found.Shared, .. missing]) is { Count: > 0 } first ? OutcomeTable.Empty.Extend(first) : null;
    }

    private List<RemoteFlag> Fitting(OutcomeTable table, List<RemoteFlag> flags)
    {
        var fitting = new List<RemoteFlag>();
        long room = limit - table.Size - table.StageSize;
        foreach (RemoteFlag flag in flags)
        {
            long size = OutcomeTable.SizeOf(flag);
            if (size <= room)
            {
                room -= size;
                fitting.Add(flag);
            }
        }

        return fitting;
    }

    private void Note(OutcomeTable before, OutcomeTable grown)
    {
        bool isNew = !ReferenceEquals(before.Era, grown.Era);
        if (isNew && before.Count > 0)
        {
            _formerEra = new WeakReference<object>(before.Era);
        }

        _pace.HasGrown(isNew);
    }
}
