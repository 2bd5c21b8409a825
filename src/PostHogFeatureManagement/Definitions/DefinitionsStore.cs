using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions;

/// <summary>Holds the current definitions behind one volatile reference. Reads never wait. The refresher serializes writes.</summary>
/// <param name="whenMissed">Called once, by the first read that finds no definitions.</param>
internal sealed class DefinitionsStore(Action? whenMissed = null)
{
    private Action? _whenMissed = whenMissed;
    private volatile DefinitionsSnapshot? _current;
    private long _generation;
    private long _refreshes;

    /// <summary>The newest definitions; null until the first ones arrive and after <see cref="Clear"/>. Read it once per operation.</summary>
    public DefinitionsSnapshot? Current => _current ?? Missed();

    /// <summary>Whether there are definitions. Unlike <see cref="Current"/>, it starts nothing when there are none.</summary>
    public bool HasDefinitions => _current is not null;

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

    public DefinitionsSnapshot Publish(FlagSet flagSet, DateTimeOffset loadedAt, FlagSource source)
    {
        var snapshot = new DefinitionsSnapshot(flagSet, loadedAt, source, Interlocked.Increment(ref _generation));
        _current = snapshot;
        return snapshot;
    }

    /// <summary>Removes the definitions: the quota is used up, and either the application wants them dropped or they are too old.</summary>
    public void Clear() => _current = null;

    private DefinitionsSnapshot? Missed()
    {
        if (_whenMissed is not null)
        {
            Interlocked.Exchange(ref _whenMissed, null)?.Invoke();
        }

        return _current;
    }
}
