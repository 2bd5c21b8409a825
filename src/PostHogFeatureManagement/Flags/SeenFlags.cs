using System.Collections.Concurrent;

namespace PostHogFeatureManagement.Flags;

/// <summary>The keys PostHog's servers have answered for, so that flags can be listed without asking (FM-18). Bounded, because the keys come from outside.</summary>
internal sealed class SeenFlags
{
    private const int Limit = 10_000;
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);

    public IEnumerable<string> Keys => _keys.Keys;

    /// <summary>Every check adds; callers share schemas, and each schema is walked once.</summary>
    public void Add(RemoteAnswer answer)
    {
        RemoteSchema schema = answer.Schema;
        if (schema.IsListed)
        {
            return;
        }

        schema.IsListed = true;
        foreach (string key in schema.Keys)
        {
            if (!_keys.ContainsKey(key) && _keys.Count < Limit)
            {
                _keys.TryAdd(key, true);
            }
        }
    }
}
