using System.Collections.Frozen;

namespace PostHogFeatureManagement.Configuration;

/// <summary>A list of flag keys in the settings, in any letter case; a <c>*</c> at the end of an entry stands for any rest. Immutable.</summary>
internal sealed class FlagPatterns(IEnumerable<string> entries)
{
    private const string Rest = "*";

    private readonly FrozenSet<string> _keys = entries.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly string[] _beginnings =
        [.. entries.Where(static key => key.EndsWith(Rest, StringComparison.Ordinal)).Select(static key => key[..^Rest.Length])];

    /// <summary>Whether the text is an entry: PostHog's keys have neither spaces nor commas. With several keys in one entry, none of them would count.</summary>
    public static bool IsEntry(string? text) =>
        !string.IsNullOrEmpty(text) && !text.AsSpan(..^1).Contains('*') && !text.Any(static letter => char.IsWhiteSpace(letter) || letter == ',');

    public bool Contains(string key)
    {
        if (_keys.Contains(key))
        {
            return true;
        }

        foreach (string beginning in _beginnings)
        {
            if (key.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
