using System.Collections.Frozen;

namespace PostHogFeatureManagement.Flags.Overrides;

/// <summary>Fixed values for flags. Immutable.</summary>
/// <param name="flags">The values, by the names of the flags.</param>
/// <param name="subject">The distinct id of the only caller that they are for. Null for every caller.</param>
internal sealed class OverrideSet(IEnumerable<KeyValuePair<string, FlagResult>> flags, string? subject = null) : RequestOverrides
{
    private readonly FrozenDictionary<string, FlagResult> _flags = flags.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<KeyValuePair<string, FlagResult>> Flags => _flags.OrderBy(static flag => flag.Key, StringComparer.Ordinal);

    public int Count => _flags.Count;

    public string? Subject => subject;

    public override bool Contains(string name) => _flags.ContainsKey(name);

    public override bool TryGet(string name, PostHogContext caller, out FlagResult result)
    {
        result = default;
        return IsFor(caller) && _flags.TryGetValue(name, out result);
    }

    public override IEnumerable<string> NamesFor(PostHogContext caller) => IsFor(caller) ? _flags.Keys : [];

    private bool IsFor(PostHogContext caller) => subject is null || string.Equals(subject, caller.DistinctId, StringComparison.Ordinal);
}
