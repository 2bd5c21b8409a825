using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>The last answer of PostHog's servers for one caller's flags, or the reason why there is none. Immutable.</summary>
internal sealed class RemoteFlagSet
{
    private readonly ushort[] _numbers;
    private RemoteAnswer? _asRemote;
    private RemoteAnswer? _asCache;
    private RemoteAnswer? _asStale;

    /// <param name="table">The flags and their outcomes.</param>
    /// <param name="numbers">The number of the outcome of each flag in the table; 0 when PostHog did not name the flag. Do not change it afterwards.</param>
    public RemoteFlagSet(OutcomeTable table, ushort[] numbers)
    {
        Table = table;
        _numbers = numbers;
    }

    private RemoteFlagSet(FlagReason failure)
        : this(OutcomeTable.Empty, []) => Failure = failure;

    public OutcomeTable Table { get; }

    public ReadOnlySpan<ushort> Numbers => _numbers;

    /// <summary>Why there are no answers; <see cref="FlagReason.Unknown"/> when there are.</summary>
    public FlagReason Failure { get; }

    public string? RequestId { get; init; }

    /// <summary>When PostHog evaluated the flags, in Unix milliseconds.</summary>
    public long? EvaluatedAt { get; init; }

    public bool MinimalFlagCalledEvents { get; init; }

    /// <summary>Whether PostHog failed to compute some flags. Then a missing flag may exist.</summary>
    public bool HasErrors { get; init; }

    /// <summary>When PostHog last computed all flags. The set can contain older answers only if <see cref="HasErrors"/> is true.</summary>
    public DateTimeOffset CompleteAt { get; init; }

    public IEnumerable<RemoteFlag> Flags
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

    public static RemoteFlagSet Failed(FlagReason failure) => new(failure);

    public bool TryGet(string key, [NotNullWhen(true)] out RemoteFlag? flag) => Table.TryGet(key, _numbers, out flag);

    /// <summary>This set as an answer from a source. It is the same object each time, so an answer from the cache allocates nothing.</summary>
    public RemoteAnswer As(FlagSource source) => source switch
    {
        FlagSource.Remote => _asRemote ??= new RemoteAnswer(this, source),
        FlagSource.Cache => _asCache ??= new RemoteAnswer(this, source),
        _ => _asStale ??= new RemoteAnswer(this, FlagSource.Stale),
    };
}
