namespace PostHogFeatureManagement.Benchmarks.LongRun.Flags;

/// <summary>All versions of the definitions that PostHog has had. Thread-safe.</summary>
internal sealed class FlagHistory
{
    private readonly Lock _lock = new();
    private readonly List<FlagVersion> _versions = [];

    public FlagVersion Latest => At(Count - 1);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _versions.Count;
            }
        }
    }

    public void Add(FlagVersion version)
    {
        lock (_lock)
        {
            _versions.Add(version);
        }
    }

    /// <summary>The versions that PostHog had at some moment from one time to another, latest first.</summary>
    public FlagVersion[] Between(TimeSpan from, TimeSpan to)
    {
        lock (_lock)
        {
            return [.. _versions.Where(version => version.At <= to && version.Until >= from).Reverse()];
        }
    }

    public FlagVersion At(int number)
    {
        lock (_lock)
        {
            return _versions[number];
        }
    }
}
