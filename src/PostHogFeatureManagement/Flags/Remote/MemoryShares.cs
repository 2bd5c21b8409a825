namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>How <c>Cache:MemoryLimit</c> is divided.</summary>
internal sealed class MemoryShares(long limit)
{
    /// <summary>For what each caller has for itself.</summary>
    public long Answers { get; } = limit * 3 / 8;

    /// <summary>For remote config.</summary>
    public long RemoteConfig { get; } = limit / 8;

    /// <summary>For tables that other instances wrote.</summary>
    public long TablesOfOthers { get; } = limit / 4;

    /// <summary>For this instance's own table. It is needed twice: a new table can begin while answers still refer to the one before.</summary>
    public long Table { get; } = limit / 8;
}
