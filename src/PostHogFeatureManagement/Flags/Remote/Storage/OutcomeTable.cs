using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// The part of the answers that callers share: the flags that PostHog has named, by key, and the outcomes seen for each. The answers of one caller are then
/// one small number for each flag. Flags and outcomes have a canonical order, so instances that have seen the same have equal tables. A table grows in stages,
/// each an object of its own. Immutable, apart from two cached values.
/// </summary>
internal sealed class OutcomeTable
{
    private const int KeySize = 96;
    private const int ArraySize = 24;
    private const int ReferenceSize = 8;

    private readonly string[] _keys;
    private readonly FrozenDictionary<string, int> _ordinals;
    private readonly RemoteFlag[][] _outcomes;

    /// <param name="keys">The keys in ordinal order, each once. Do not change the arrays afterwards.</param>
    /// <param name="outcomes">The outcomes of each key, in canonical order.</param>
    /// <param name="earlier">The stage before, if there is one.</param>
    public OutcomeTable(string[] keys, RemoteFlag[][] outcomes, OutcomeTable? earlier = null)
    {
        bool hasEarlier = earlier is { Count: > 0 };
        bool hasSameKeys = hasEarlier && earlier!.Count == keys.Length;
        _keys = hasSameKeys ? earlier!._keys : keys;
        _ordinals = hasSameKeys
            ? earlier!._ordinals
            : keys.Select(static (key, ordinal) => KeyValuePair.Create(key, ordinal)).ToFrozenDictionary(StringComparer.Ordinal);
        _outcomes = outcomes;
        Era = hasEarlier ? earlier!.Era : new object();
        Size = SizeAfter(hasEarlier ? earlier : null);
    }

    public static OutcomeTable Empty { get; } = new([], []);

    /// <summary>How many flags there are.</summary>
    public int Count => _keys.Length;

    public ReadOnlySpan<string> Keys => _keys;

    /// <summary>The same object for all stages of a table. It lives as long as one of them is used.</summary>
    public object Era { get; }

    /// <summary>About how many bytes this stage and the earlier ones take together.</summary>
    public long Size { get; }

    /// <summary>About how many bytes the next stage takes beside its new outcomes.</summary>
    public long StageSize => ReferenceSize * (long)Count;

    /// <summary>The name of the stored form, once there is one.</summary>
    public StoredTableName? StoredName { get; set; }

    /// <summary>Whether <see cref="KnownRemoteFlags"/> has the keys already.</summary>
    public bool IsListed { get; set; }

    /// <summary>About how many bytes an outcome adds, if the table does not have its flag.</summary>
    public static long SizeOf(RemoteFlag flag) => OutcomeSize.Of(flag) + OutcomeSize.Of(flag.Key) + KeySize + ArraySize + ReferenceSize;

    /// <summary>Do not change the array.</summary>
    public RemoteFlag[] Outcomes(int ordinal) => _outcomes[ordinal];

    /// <summary>How many outcomes of its flag there would be beside this one.</summary>
    public int CountBeside(RemoteFlag flag) =>
        _ordinals.TryGetValue(flag.Key, out int ordinal) && !RemoteOutcome.IsOfNewVersion(flag, _outcomes[ordinal]) ? _outcomes[ordinal].Length : 0;

    /// <summary>Finds an outcome. The numbers of a flag's outcomes begin with 1. If the table does not even have the flag, its ordinal is negative.</summary>
    public bool TryFind(RemoteFlag flag, out int ordinal, out ushort number)
    {
        number = 0;
        if (!_ordinals.TryGetValue(flag.Key, out ordinal))
        {
            ordinal = -1;
            return false;
        }

        RemoteFlag[] outcomes = _outcomes[ordinal];
        for (int index = 0; index < outcomes.Length && number == 0; index++)
        {
            number = RemoteOutcome.AreSame(outcomes[index], flag) ? (ushort)(index + 1) : (ushort)0;
        }

        return number != 0;
    }

    public bool TryGet(string key, ReadOnlySpan<ushort> numbers, [NotNullWhen(true)] out RemoteFlag? flag)
    {
        flag = _ordinals.TryGetValue(key, out int ordinal) ? Outcome(ordinal, numbers[ordinal]) : null;
        return flag is not null;
    }

    public EncodedTable Encode(CacheHasher hasher) => EncodedTable.Of(this, hasher);

    public RemoteFlag? Outcome(int ordinal, ushort number) => number == 0 ? null : _outcomes[ordinal][number - 1];

    /// <summary>What the earlier stage has, too, is counted there.</summary>
    private long SizeAfter(OutcomeTable? earlier)
    {
        long size = (earlier?.Size ?? 0) + StageSize;
        for (int ordinal = 0; ordinal < Count; ordinal++)
        {
            string key = _keys[ordinal];
            RemoteFlag[] outcomes = _outcomes[ordinal];
            RemoteFlag[] known = earlier is not null && earlier._ordinals.TryGetValue(key, out int place) ? earlier._outcomes[place] : [];
            size += ReferenceEquals(_ordinals, earlier?._ordinals) ? 0 : KeySize + OutcomeSize.Of(key);
            size += ReferenceEquals(outcomes, known) ? 0 : ArraySize + (ReferenceSize * (long)outcomes.Length);
            size += outcomes.Where(outcome => !Array.Exists(known, other => ReferenceEquals(other, outcome))).Sum(OutcomeSize.Of);
        }

        return size;
    }
}
