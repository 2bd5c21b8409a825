using System.Collections.Concurrent;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Flags;

/// <summary>The keys that the definitions lacked and that were asked about since one refresh of theirs. Thread-safe.</summary>
/// <param name="refresh">The number of the refresh.</param>
internal sealed class MissingKeys(long refresh)
{
    /// <summary>Names may come from outside, and each costs a request.</summary>
    public const int Limit = 20;

    private readonly ConcurrentDictionary<string, MissingKey> _keys = new(StringComparer.Ordinal);
    private int _count;

    public long Refresh => refresh;

    public bool HasRoomFor(string key) => Volatile.Read(ref _count) < Limit || _keys.ContainsKey(key);

    public bool IsMissing(string key) => _keys.TryGetValue(key, out MissingKey? known) && known.IsMissing;

    /// <summary>The key, or null when there is no room for it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isKnown">Whether PostHog's servers have answered for the key before. It then needs no room.</param>
    public MissingKey? Enter(string key, bool isKnown) =>
        _keys.TryGetValue(key, out MissingKey? entered) || isKnown || Room.TryTake(ref _count, Limit)
            ? entered ?? _keys.GetOrAdd(key, static _ => new MissingKey())
            : null;
}
