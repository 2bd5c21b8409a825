using PostHogFeatureManagement.Definitions.Polling;

namespace PostHogFeatureManagement.Definitions;

/// <summary>Holds the current definitions behind one volatile reference and takes only newer ones. Reads never wait. Thread-safe.</summary>
/// <param name="whenMissed">Called once, by the first check that finds no definitions.</param>
internal sealed class DefinitionsStore(Action? whenMissed = null)
{
    private readonly Lock _writing = new();
    private Action? _whenMissed = whenMissed;
    private volatile DefinitionsSnapshot? _latest;
    private long _highestGeneration;
    private long _refreshes;

    /// <summary>
    /// Called after each change with the version before and the new one; null for none. It runs on the thread that made the change, one change at a time, and
    /// must be quick and must not throw.
    /// </summary>
    public event Action<DefinitionsSnapshot?, DefinitionsSnapshot?>? Changed;

    /// <summary>Whether flags are checked.</summary>
    public CheckActivity Activity { get; } = new();

    /// <summary>
    /// The newest definitions, for a check; null until the first ones arrive and after <see cref="Clear"/>. Read it once per operation.
    /// </summary>
    public DefinitionsSnapshot? Current
    {
        get
        {
            Activity.See();
            return _latest ?? Missed();
        }
    }

    /// <summary>The newest definitions, for everything but checks. Unlike <see cref="Current"/>, it starts nothing when there are none.</summary>
    public DefinitionsSnapshot? Latest => _latest;

    public bool HasDefinitions => _latest is not null;

    /// <summary>The generation of the next definitions that PostHog sends to this instance.</summary>
    public long NextGeneration => Volatile.Read(ref _highestGeneration) + 1;

    /// <summary>How often PostHog has confirmed or replaced the definitions.</summary>
    public long Refreshes => Volatile.Read(ref _refreshes);

    /// <summary>Whether the project's quota is used up. The library then does not ask PostHog to evaluate flags either (protocol §3.3).</summary>
    public bool IsQuotaLimited { get; set => Volatile.Write(ref field, value); }

    /// <summary>
    /// Whether the start of the application has waited for definitions in vain, and PostHog has neither answered nor failed since. Checks do not wait again then.
    /// </summary>
    public bool StartWaitedInVain { get; set => Volatile.Write(ref field, value); }

    /// <summary>A refresh succeeded, whether or not the definitions changed.</summary>
    public void CountRefresh() => Interlocked.Increment(ref _refreshes);

    /// <summary>Takes definitions that may replace the current ones; false when they may not.</summary>
    public bool TryInstall(DefinitionsSnapshot snapshot)
    {
        lock (_writing)
        {
            DefinitionsSnapshot? before = _latest;
            if (!snapshot.MayReplace(before))
            {
                return false;
            }

            _highestGeneration = Math.Max(_highestGeneration, snapshot.Generation);
            Replace(before, snapshot);
            return true;
        }
    }

    /// <summary>Removes the definitions: the quota is used up, and either the application wants them dropped or they are too old.</summary>
    public void Clear()
    {
        lock (_writing)
        {
            if (_latest is { } before)
            {
                Replace(before, null);
            }
        }
    }

    private void Replace(DefinitionsSnapshot? before, DefinitionsSnapshot? after)
    {
        _latest = after;
        if (!ReferenceEquals(before?.FlagSet, after?.FlagSet))
        {
            Changed?.Invoke(before, after);
        }
    }

    private DefinitionsSnapshot? Missed()
    {
        if (_whenMissed is not null)
        {
            Interlocked.Exchange(ref _whenMissed, null)?.Invoke();
        }

        return _latest;
    }
}
