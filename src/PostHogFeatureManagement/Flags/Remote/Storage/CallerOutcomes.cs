using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>One caller's outcomes: numbers of a table that all callers share, and the outcomes that the table does not have. Immutable.</summary>
internal readonly struct CallerOutcomes
{
    private readonly ushort[] _numbers;
    private readonly RemoteFlag[] _own;

    /// <param name="table">The shared part.</param>
    /// <param name="numbers">The number of the outcome of each flag in the table; 0 when the table does not have it. Do not change the arrays afterwards.</param>
    /// <param name="own">The other outcomes, in the ordinal order of their keys.</param>
    public CallerOutcomes(OutcomeTable table, ushort[] numbers, RemoteFlag[] own)
    {
        Table = table;
        _numbers = numbers;
        _own = own;
    }

    public static CallerOutcomes None { get; } = new(OutcomeTable.Empty, [], []);

    public OutcomeTable Table { get; }

    public ReadOnlySpan<ushort> Numbers => _numbers;

    /// <summary>The outcomes that the table does not have, in the ordinal order of their keys.</summary>
    public ReadOnlySpan<RemoteFlag> Own => _own;

    public IEnumerable<RemoteFlag> Shared
    {
        get
        {
            for (int ordinal = 0; ordinal < _numbers.Length; ordinal++)
            {
                if (Table.Outcome(ordinal, _numbers[ordinal]) is { } flag)
                {
                    yield return flag;
                }
            }
        }
    }

    /// <summary>All outcomes in the ordinal order of their keys, so the first of several keys is the same for every caller.</summary>
    public IEnumerable<RemoteFlag> All =>
        _own.Length == 0 ? Shared : Shared.Concat(_own).OrderBy(static flag => flag.Key, StringComparer.Ordinal);

    /// <summary>About how many bytes they take beside the table.</summary>
    public long Size => (sizeof(ushort) * (long)_numbers.Length) + _own.Sum(static flag => OutcomeSize.Of(flag.Key) + OutcomeSize.Of(flag));

    /// <param name="table">The table to look them up in.</param>
    /// <param name="flags">A caller's answer, each flag once.</param>
    /// <param name="previous">The caller's earlier outcomes. An outcome that has not changed stays the same object.</param>
    public static CallerOutcomes Of(OutcomeTable table, IReadOnlyCollection<RemoteFlag> flags, in CallerOutcomes previous)
    {
        var numbers = new ushort[table.Count];
        var own = new SortedOutcomes(table.Count);
        foreach (RemoteFlag flag in flags)
        {
            if (table.TryFind(flag, out int ordinal, out ushort number))
            {
                numbers[ordinal] = number;
            }
            else
            {
                own.Add(ordinal, previous.TryGet(flag.Key, out RemoteFlag? before) && RemoteOutcome.AreSame(before, flag) ? before : flag);
            }
        }

        return new CallerOutcomes(table, numbers, own.ToArray());
    }

    public bool TryGet(string key, [NotNullWhen(true)] out RemoteFlag? flag) =>
        Table.TryGet(key, _numbers, out flag) || TryGetOwn(key, out flag);

    private bool TryGetOwn(string key, [NotNullWhen(true)] out RemoteFlag? flag)
    {
        int index = _own.AsSpan().BinarySearch(new Place(key));
        flag = index < 0 ? null : _own[index];
        return flag is not null;
    }

    private readonly struct Place(string key) : IComparable<RemoteFlag>
    {
        public int CompareTo(RemoteFlag? other) => string.CompareOrdinal(key, other!.Key);
    }
}
