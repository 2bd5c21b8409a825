using System.Collections.Concurrent;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>The keys that PostHog's servers have answered for, to list flags without asking (FM-18). Limited, because the keys come from outside.</summary>
internal sealed class KnownRemoteFlags
{
    private const int Limit = 10_000;
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _keysIgnoringCase = new(StringComparer.OrdinalIgnoreCase);
    private int _count;

    public IEnumerable<string> Keys => _keys.Keys;

    public bool ContainsIgnoringCase(string key) => _keysIgnoringCase.ContainsKey(key);

    /// <summary>A key as PostHog writes it. Null for one that its servers have not answered for.</summary>
    public string? Find(string key) => _keysIgnoringCase.GetValueOrDefault(key);

    /// <summary>Every check calls this. Each answer is read once, and so is the table that callers share.</summary>
    public void Add(RemoteAnswer answer)
    {
        RemoteFlagSet set = answer.Set;
        if (set.IsListed)
        {
            return;
        }

        OutcomeTable table = set.Outcomes.Table;
        if (!table.IsListed)
        {
            foreach (string key in table.Keys)
            {
                Add(key);
            }
        }

        foreach (RemoteFlag flag in set.Outcomes.Own)
        {
            Add(flag.Key);
        }

        // Only now, so that a parallel check does not take the keys for listed while some are still missing.
        table.IsListed = true;
        set.IsListed = true;
    }

    private void Add(string key)
    {
        if (!_keys.ContainsKey(key) && Room.TryTake(ref _count, Limit, key))
        {
            _keysIgnoringCase.TryAdd(key, key);
            _keys.TryAdd(key, true);
        }
    }
}
