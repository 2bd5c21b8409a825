namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Counts the requests for each endpoint, including those that met a fault. Safe for concurrent use.</summary>
internal sealed class RequestCounter
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Add(string endpoint)
    {
        lock (_lock)
        {
            _counts[endpoint] = _counts.GetValueOrDefault(endpoint) + 1;
        }
    }

    public int Of(string endpoint)
    {
        lock (_lock)
        {
            return _counts.GetValueOrDefault(endpoint);
        }
    }

    public KeyValuePair<string, int>[] All()
    {
        lock (_lock)
        {
            return [.. _counts];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _counts.Clear();
        }
    }
}
