using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Definitions.Polling;

/// <summary>When PostHog last confirmed the definitions, and how the last poll that failed did. Thread-safe.</summary>
internal sealed class RefreshHistory([LibraryClock] TimeProvider timeProvider)
{
    private readonly Lock _changing = new();
    private volatile Entry _latest = new(null, null, null);

    public Entry Latest => _latest;

    /// <summary>Another instance has heard from PostHog.</summary>
    public void AddConfirmation(DateTimeOffset at)
    {
        lock (_changing)
        {
            _latest = _latest.ConfirmedAt > at ? _latest : _latest with { ConfirmedAt = at };
        }
    }

    public void AddSuccess()
    {
        lock (_changing)
        {
            _latest = _latest with { ConfirmedAt = timeProvider.GetUtcNow() };
        }
    }

    public void AddFailure(string failure)
    {
        lock (_changing)
        {
            _latest = _latest with { Failure = failure, FailedAt = timeProvider.GetUtcNow() };
        }
    }

    /// <param name="ConfirmedAt">When PostHog last sent definitions or said that they are current.</param>
    /// <param name="Failure">The cause and advice of the last failure.</param>
    /// <param name="FailedAt">When it was.</param>
    internal sealed record Entry(DateTimeOffset? ConfirmedAt, string? Failure, DateTimeOffset? FailedAt);
}
