using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>What PostHog's servers last said of one caller's flags; or, without flags, why they said nothing. Immutable.</summary>
internal sealed class RemoteFlagSet
{
    private readonly ushort[] _numbers;
    private RemoteAnswer? _asRemote;
    private RemoteAnswer? _asCache;
    private RemoteAnswer? _asStale;

    /// <param name="schema">The flags and their outcomes.</param>
    /// <param name="numbers">For each flag of the schema the number of its outcome, 0 when PostHog did not name the flag. Not to be changed afterwards.</param>
    public RemoteFlagSet(OutcomeTable schema, ushort[] numbers)
    {
        Schema = schema;
        _numbers = numbers;
    }

    private RemoteFlagSet(FlagReason failure)
        : this(OutcomeTable.Empty, []) => Failure = failure;

    public OutcomeTable Schema { get; }

    public ReadOnlySpan<ushort> Numbers => _numbers;

    /// <summary>Why there are no answers; <see cref="FlagReason.Unknown"/> when there are.</summary>
    public FlagReason Failure { get; }

    public string? RequestId { get; init; }

    /// <summary>When PostHog evaluated, Unix milliseconds.</summary>
    public long? EvaluatedAt { get; init; }

    public bool MinimalFlagCalledEvents { get; init; }

    /// <summary>Whether PostHog failed to compute some flags: a missing one may exist.</summary>
    public bool HasErrors { get; init; }

    /// <summary>When PostHog last computed all flags; older ones may be among these only when <see cref="HasErrors"/>.</summary>
    public DateTimeOffset CompleteAt { get; init; }

    public IEnumerable<RemoteFlag> Flags
    {
        get
        {
            for (int ordinal = 0; ordinal < _numbers.Length; ordinal++)
            {
                if (Schema.Outcome(ordinal, _numbers[ordinal]) is { } flag)
                {
                    yield return flag;
                }
            }
        }
    }

    public static RemoteFlagSet Failed(FlagReason failure) => new(failure);

    public bool TryGet(string key, [NotNullWhen(true)] out RemoteFlag? flag) => Schema.TryGet(key, _numbers, out flag);

    /// <summary>This set as an answer from a source. The same object each time, so that answering from the cache allocates nothing.</summary>
    public RemoteAnswer As(FlagSource source) => source switch
    {
        FlagSource.Remote => _asRemote ??= new RemoteAnswer(this, source),
        FlagSource.Cache => _asCache ??= new RemoteAnswer(this, source),
        _ => _asStale ??= new RemoteAnswer(this, FlagSource.Stale),
    };
}
