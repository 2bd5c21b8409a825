using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Definitions.Sharing;

namespace PostHogFeatureManagement.Definitions;

/// <summary>How one refresh ended, and how long PostHog asked the library to wait before the next one.</summary>
internal readonly record struct DefinitionsRefresh(WireFailure Failure, TimeSpan? RetryAfter)
{
    public bool IsGood => Failure == WireFailure.None;

    /// <summary>Whether the flags in use are others than before.</summary>
    public bool HasChanged { get; init; }

    /// <summary>The cause and the advice; null when the refresh was good.</summary>
    public string? Text { get; init; }

    /// <summary>What the poll started from; null when it ended before that, or when definitions are not shared.</summary>
    public SharedPoll? Start { get; init; }

    /// <summary>PostHog was not asked, because it wants to be left alone until this time. Null when it was asked.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public static DefinitionsRefreshResult Postponed(DateTimeOffset notBefore) =>
        new(DefinitionsRefreshOutcome.Postponed) { NotBefore = notBefore };

    public DefinitionsRefreshResult ToResult() => Failure switch
    {
        _ when NotBefore is { } notBefore => Postponed(notBefore),
        WireFailure.None => new DefinitionsRefreshResult(HasChanged ? DefinitionsRefreshOutcome.Changed : DefinitionsRefreshOutcome.Unchanged),
        WireFailure.SwitchedOff => RefreshRequests.NotPolled,
        _ => new DefinitionsRefreshResult(DefinitionsRefreshOutcome.Failed) { Failure = Text },
    };
}
