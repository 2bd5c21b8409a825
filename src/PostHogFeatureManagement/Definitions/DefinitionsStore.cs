using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions;

/// <summary>Holds the current definitions behind one volatile reference. Reads never wait; writers are serialised by the refresher.</summary>
/// <param name="whenMissed">Called once, by the first look that finds no definitions.</param>
internal sealed class DefinitionsStore(Action? whenMissed = null)
{
    private Action? _whenMissed = whenMissed;
    private volatile DefinitionsSnapshot? _current;
    private long _generation;

    /// <summary>The newest definitions, null until there were any. Read once per operation.</summary>
    public DefinitionsSnapshot? Current => _current ?? Missed();

    /// <summary>Whether there are definitions. Asking does not count as looking for them.</summary>
    public bool HasDefinitions => _current is not null;

    /// <summary>Whether PostHog refuses to evaluate for want of quota; then no evaluation is asked of it either (protocol §3.3).</summary>
    public bool IsQuotaLimited { get; set => Volatile.Write(ref field, value); }

    public DefinitionsSnapshot Publish(FlagSet flagSet, DateTimeOffset loadedAt, FlagSource source)
    {
        var snapshot = new DefinitionsSnapshot(flagSet, loadedAt, source, Interlocked.Increment(ref _generation));
        _current = snapshot;
        return snapshot;
    }

    /// <summary>Forgets the definitions (quota used up and the application asked for it, or they are too old by then).</summary>
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
