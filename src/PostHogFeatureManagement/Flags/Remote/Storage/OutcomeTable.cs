using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// What is common to all callers: the flags PostHog has named, by key, and the outcomes seen of each. One caller's answers are then one small number a
/// flag. Flags and outcomes have one canonical order, so that instances that have seen the same have the same schema. Immutable but for two notes to itself.
/// </summary>
internal sealed class OutcomeTable
{
    private readonly string[] _keys;
    private readonly FrozenDictionary<string, int> _ordinals;
    private readonly RemoteFlag[][] _outcomes;
    private EncodedTable? _image;

    /// <param name="keys">In ordinal order, each once.</param>
    /// <param name="outcomes">For each key its outcomes, in canonical order.</param>
    /// <param name="ordinals">The positions of the keys, when they are known already.</param>
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

    /// <summary>Whether the keys are among <see cref="KnownRemoteFlags"/> already.</summary>
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

    /// <summary>The schema as it is stored, made when first asked for.</summary>
    public EncodedTable Image(CacheHasher hasher) => _image ??= EncodedTable.Of(this, hasher);
}
