using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Client;

namespace PostHogFeatureManagement.Flags;

/// <summary>What PostHog's servers last said of one caller's flags; or, without flags, why they said nothing. Immutable.</summary>
internal sealed class RemoteFlagSet
{
    private static readonly Dictionary<string, RemoteFlag> NoFlags = [];
    private readonly IReadOnlyDictionary<string, RemoteFlag> _flags;
    private RemoteAnswer? _asRemote;
    private RemoteAnswer? _asCache;
    private RemoteAnswer? _asStale;

    public RemoteFlagSet(IReadOnlyDictionary<string, RemoteFlag> flags) => _flags = flags;

    private RemoteFlagSet(FlagReason failure)
    {
        _flags = NoFlags;
        Failure = failure;
    }

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

    public IEnumerable<RemoteFlag> Flags => _flags.Values;

    public static RemoteFlagSet Failed(FlagReason failure) => new(failure);

    public bool TryGet(string key, [NotNullWhen(true)] out RemoteFlag? flag) => _flags.TryGetValue(key, out flag);

    /// <summary>This set as an answer from a source. The same object each time, so that answering from the cache allocates nothing.</summary>
    public RemoteAnswer As(FlagSource source) => source switch
    {
        FlagSource.Remote => _asRemote ??= new RemoteAnswer(this, source),
        FlagSource.Cache => _asCache ??= new RemoteAnswer(this, source),
        _ => _asStale ??= new RemoteAnswer(this, FlagSource.Stale),
    };
}
