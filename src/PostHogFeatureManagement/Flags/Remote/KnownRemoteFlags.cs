using System.Collections.Concurrent;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>The keys PostHog's servers have answered for, so that flags can be listed without asking (FM-18). Bounded, because the keys come from outside.</summary>
internal sealed class KnownRemoteFlags
{
    private const int Limit = 10_000;
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);

    public IEnumerable<string> Keys => _keys.Keys;

    /// <summary>Every check adds; callers share schemas, and each schema is walked once.</summary>
    public void Add(RemoteAnswer answer)
    {
        OutcomeTable schema = answer.Schema;
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
