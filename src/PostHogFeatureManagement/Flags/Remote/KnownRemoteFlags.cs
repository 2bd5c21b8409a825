using System.Collections.Concurrent;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>The keys that PostHog's servers have answered for, to list flags without asking (FM-18). Limited, because the keys come from outside.</summary>
internal sealed class KnownRemoteFlags
{
    private const int Limit = 10_000;
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _keysIgnoringCase = new(StringComparer.OrdinalIgnoreCase);
    private int _count;

    public IEnumerable<string> Keys => _keys.Keys;

    public bool ContainsIgnoringCase(string key) => _keysIgnoringCase.ContainsKey(key);

    /// <summary>Every check calls this. Callers share outcome tables, and each table is read once.</summary>
    public void Add(RemoteAnswer answer)
    {
        OutcomeTable table = answer.Table;
        if (table.IsListed)
        {
            return;
        }

        foreach (string key in table.Keys)
        {
            if (!_keys.ContainsKey(key) && Room.TryTake(ref _count, Limit))
            {
                _keysIgnoringCase.TryAdd(key, true);
                _keys.TryAdd(key, true);
            }
        }

        // Only now, so that a parallel check does not take the table for listed while keys are still missing.
        table.IsListed = true;
    }
}
