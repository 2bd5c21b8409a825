using System.Collections.Concurrent;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>The keys that PostHog's servers have answered for, so that flags can be listed without asking (FM-18). Bounded, because the keys come from outside.</summary>
internal sealed class KnownRemoteFlags
{
    private const int Limit = 10_000;
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _keysIgnoringCase = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Keys => _keys.Keys;

    public bool ContainsIgnoringCase(string key) => _keysIgnoringCase.ContainsKey(key);

    /// <summary>Every check adds. Callers share tables, and each table is walked once.</summary>
    public void Add(RemoteAnswer answer)
    {
        OutcomeTable table = answer.Schema;
        if (table.IsListed)
        {
            return;
        }

        table.IsListed = true;
        foreach (string key in table.Keys)
        {
            if (!_keys.ContainsKey(key) && _keys.Count < Limit)
            {
                _keysIgnoringCase.TryAdd(key, true);
                _keys.TryAdd(key, true);
            }
        }
    }
}
