using System.Collections.Concurrent;

namespace PostHogFeatureManagement.Testing;

/// <summary>What a test has set: a value, or that PostHog has none and why. Names of flags are compared without letter case. Thread-safe.</summary>
internal sealed class TestFlagStore
{
    private readonly ConcurrentDictionary<(string Caller, string Flag), FlagResult> _flags = new(new Comparer());

    public IEnumerable<string> Flags => _flags.Keys.Select(static key => key.Flag).Distinct(StringComparer.OrdinalIgnoreCase);

    public void Set(string? distinctId, string flag, in FlagResult value) => _flags[Key(distinctId, flag)] = value;

    /// <summary>What is set for a caller, or else for all.</summary>
    public bool TryGet(string? distinctId, string flag, out FlagResult value) =>
        (distinctId is not null && _flags.TryGetValue(Key(distinctId, flag), out value)) || _flags.TryGetValue(Key(null, flag), out value);

    /// <summary>Whether the flag is set for anyone.</summary>
    public bool Contains(string flag) => Flags.Contains(flag, StringComparer.OrdinalIgnoreCase);

    /// <param name="distinctId">The caller. Null for everyone, including those with flags of their own.</param>
    public void Clear(string? distinctId)
    {
        foreach ((string Caller, string Flag) key in _flags.Keys)
        {
            if (distinctId is null || key.Caller == distinctId)
            {
                _flags.TryRemove(key, out _);
            }
        }
    }

    // A caller's id is never empty, so that stands for all.
    private static (string Caller, string Flag) Key(string? distinctId, string flag) => (distinctId ?? string.Empty, flag);

    private sealed class Comparer : IEqualityComparer<(string Caller, string Flag)>
    {
        public bool Equals((string Caller, string Flag) x, (string Caller, string Flag) y) =>
            string.Equals(x.Caller, y.Caller, StringComparison.Ordinal) && string.Equals(x.Flag, y.Flag, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string Caller, string Flag) key) =>
            HashCode.Combine(key.Caller.GetHashCode(StringComparison.Ordinal), key.Flag.GetHashCode(StringComparison.OrdinalIgnoreCase));
    }
}
