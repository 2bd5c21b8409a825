namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>A table that this instance has, and when it last looked at or wrote the copy in the distributed cache. Thread-safe.</summary>
internal sealed class KnownTable(OutcomeTable table)
{
    private const long Never = long.MinValue;

    private long _lookedAt = Never;
    private long _writtenAt = Never;
    private int _isLookPlanned;

    public OutcomeTable Table => table;

    /// <summary>The timestamp of the last look; null if the next one is due at once.</summary>
    public long? LookedAt => Read(ref _lookedAt);

    /// <summary>The timestamp of the last write; null if none has succeeded.</summary>
    public long? WrittenAt => Read(ref _writtenAt);

    /// <summary>True for the one caller that is to look at the copy.</summary>
    public bool TryPlanLook() => Interlocked.Exchange(ref _isLookPlanned, 1) == 0;

    /// <summary>The planned look begins. Answers written from now on need another one.</summary>
    public void BeginLook(long now)
    {
        Volatile.Write(ref _lookedAt, now);
        Volatile.Write(ref _isLookPlanned, 0);
    }

    public void Written(long at) => Volatile.Write(ref _writtenAt, at);

    public void WriteFailed()
    {
        Volatile.Write(ref _writtenAt, Never);
        Volatile.Write(ref _lookedAt, Never);
    }

    private static long? Read(ref long timestamp) => Volatile.Read(ref timestamp) is var value && value != Never ? value : null;
}
