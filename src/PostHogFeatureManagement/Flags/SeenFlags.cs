using System.Collections.Concurrent;

namespace PostHogFeatureManagement.Flags;

/// <summary>The keys PostHog's servers have answered for, so that flags can be listed without asking (FM-18). Bounded, because the keys come from outside.</summary>
internal sealed class SeenFlags
{
    private const int Limit = 10_000;
    private readonly ConcurrentDictionary<string, bool> _keys = new(StringComparer.Ordinal);
    private RemoteAnswer? _last;

    public IEnumerable<string> Keys => _keys.Keys;

    public void Add(RemoteAnswer answer)
    {
        if (ReferenceEquals(Interlocked.Exchange(ref _last, answer), answer))
        {
            return;
        }

        foreach (Client.RemoteFlag flag in answer.Flags)
        {
            if (!_keys.ContainsKey(flag.Key) && _keys.Count < Limit)
            {
                _keys.TryAdd(flag.Key, true);
            }
        }
    }
}
