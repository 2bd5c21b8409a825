using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// The part of the answers that all callers share: the flags that PostHog has named, by key, and the outcomes seen for each. The answers of one caller are then
/// one small number for each flag. Flags and outcomes have a canonical order, so instances that have seen the same have equal tables. Immutable, apart from two
/// cached values.
/// </summary>
internal sealed class OutcomeTable
{
    private readonly string[] _keys;
    private readonly FrozenDictionary<string, int> _ordinals;
    private readonly RemoteFlag[][] _outcomes;
    private EncodedTable? _encoded;

    /// <param name="keys">The keys in ordinal order, each once.</param>
    /// <param name="outcomes">The outcomes of each key, in canonical order.</param>
    /// <param name="ordinals">The positions of the keys, if they are known already.</param>
    public OutcomeTable(string[] keys, RemoteFlag[][] outcomes, FrozenDictionary<string, int>? ordinals = null)
    {
        _keys = keys;
        _outcomes = outcomes;
        _ordinals = ordinals ?? keys.Select(static (key, ordinal) => KeyValuePair.Create(key, ordinal)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static OutcomeTable Empty { get; } = new([], []);

    /// <summary>How many flags there are.</summary>
    public int Count => _keys.Length;

    public ReadOnlySpan<string> Keys => _keys;

    /// <summary>Whether <see cref="KnownRemoteFlags"/> has the keys already.</summary>
    public bool IsListed { get; set; }

    public FrozenDictionary<string, int> Ordinals => _ordinals;

    public ReadOnlySpan<RemoteFlag> Outcomes(int ordinal) => _outcomes[ordinal];

    /// <summary>The number of an outcome, from 1; 0 when it has not been seen.</summary>
    public ushort Find(int ordinal, RemoteFlag flag)
    {
        RemoteFlag[] outcomes = _outcomes[ordinal];
        for (int index = 0; index < outcomes.Length; index++)
        {
            if (RemoteOutcome.AreSame(outcomes[index], flag))
            {
                return (ushort)(index + 1);
            }
        }

        return 0;
    }

    public bool TryGet(string key, ReadOnlySpan<ushort> numbers, [NotNullWhen(true)] out RemoteFlag? flag)
    {
        flag = _ordinals.TryGetValue(key, out int ordinal) ? Outcome(ordinal, numbers[ordinal]) : null;
        return flag is not null;
    }

    public RemoteFlag? Outcome(int ordinal, ushort number) => number == 0 ? null : _outcomes[ordinal][number - 1];

    /// <summary>The stored form of the table, which is made on the first call.</summary>
    public EncodedTable Encode(CacheHasher hasher) => _encoded ??= EncodedTable.Of(this, hasher);
}
