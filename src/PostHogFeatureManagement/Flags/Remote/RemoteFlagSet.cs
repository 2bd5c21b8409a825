using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>The last answer of PostHog's servers for one caller's flags, or the reason why there is none. Immutable.</summary>
internal sealed class RemoteFlagSet
{
    // The set, its answers for each source, and PostHog's id of the request.
    private const int BaseSize = 320;

    private RemoteAnswer? _asRemote;
    private RemoteAnswer? _asCache;
    private RemoteAnswer? _asStale;

    public RemoteFlagSet(in CallerOutcomes outcomes) => Outcomes = outcomes;

    private RemoteFlagSet(FlagReason failure, string? error)
        : this(CallerOutcomes.None)
    {
        Failure = failure;
        Error = error;
    }

    public CallerOutcomes Outcomes { get; }

    /// <summary>About how many bytes the set takes beside the table that it shares.</summary>
    public long Size => BaseSize + Outcomes.Size;

    /// <summary>Whether <see cref="KnownRemoteFlags"/> has the keys already.</summary>
    public bool IsListed { get; set; }

    /// <summary>Why there are no answers; <see cref="FlagReason.Unknown"/> when there are.</summary>
    public FlagReason Failure { get; }

    /// <summary>How a request failed, in PostHog's words (protocol §10.3). Null when <see cref="Failure"/> says it all.</summary>
    public string? Error { get; }

    public string? RequestId { get; init; }

    /// <summary>When PostHog evaluated the flags, in Unix milliseconds.</summary>
    public long? EvaluatedAt { get; init; }

    public bool MinimalFlagCalledEvents { get; init; }

    /// <summary>Whether PostHog failed to compute some flags. Then a missing flag may exist.</summary>
    public bool HasErrors { get; init; }

    /// <summary>When PostHog last computed all flags. The set can contain older answers only if <see cref="HasErrors"/> is true.</summary>
    public DateTimeOffset CompleteAt { get; init; }

    public static RemoteFlagSet Failed(FlagReason failure, string? error = null) => new(failure, error);

    public bool TryGet(string key, [NotNullWhen(true)] out RemoteFlag? flag) => Outcomes.TryGet(key, out flag);

    /// <summary>This set as an answer from a source. It is the same object each time, so an answer from the cache allocates nothing.</summary>
    public RemoteAnswer As(FlagSource source) => source switch
    {
        FlagSource.Remote => _asRemote ??= new RemoteAnswer(this, source),
        FlagSource.Cache => _asCache ??= new RemoteAnswer(this, source),
        _ => _asStale ??= new RemoteAnswer(this, FlagSource.Stale),
    };
}
