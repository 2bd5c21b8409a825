using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions.Sharing;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Fleet.Lease;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Definitions.Polling;

/// <summary>When this process polls: by its own schedule, and where definitions are shared, only while it is its turn. Not for parallel polls.</summary>
internal sealed class PollTurns(
    DefinitionsSharing sharing, LeaseKeeper lease, IOptions<PostHogFeatureManagementOptions> options, Jitter jitter, [LibraryClock] TimeProvider time)
{
    private readonly PollSchedule _schedule = new(options.Value.Definitions.PollInterval, jitter);
    private (long EndedAt, TimeSpan Delay, TimeSpan Minimum)? _last;
    private TimeSpan _begunAt;

    /// <summary>How long until the next poll of this process.</summary>
    public TimeSpan UntilPoll => sharing.IsOn ? lease.UntilPoll : Rest(_last?.Delay);

    /// <summary>How long PostHog wants to be left alone, even by calls for a refresh.</summary>
    public TimeSpan UntilAllowed => sharing.IsOn ? lease.UntilAllowed : Rest(_last?.Minimum);

    /// <summary>Whether the poll may begin. It may not if another instance has taken over.</summary>
    public async Task<bool> TryBeginAsync(CancellationToken cancellationToken)
    {
        _begunAt = lease.Now;
        return !sharing.IsOn || await lease.BeginPollAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task EndAsync(DefinitionsRefresh refresh, CancellationToken cancellationToken)
    {
        TimeSpan delay = _schedule.Next(refresh);
        TimeSpan minimum = PollSchedule.Minimum(refresh, delay);
        _last = (time.GetTimestamp(), delay, minimum);
        if (!sharing.IsOn)
        {
            return;
        }

        if (minimum > TimeSpan.Zero && refresh.Start is { } start)
        {
            await sharing.PostponeAsync(start, minimum, refresh.Failure == WireFailure.QuotaLimited, cancellationToken).ConfigureAwait(false);
        }

        await lease.EndPollAsync(ResultOf(refresh, minimum), _begunAt, delay, cancellationToken).ConfigureAwait(false);
    }

    private static PollResult ResultOf(DefinitionsRefresh refresh, TimeSpan minimum) => refresh.Failure switch
    {
        WireFailure.None => PollResult.Good,
        _ when minimum > TimeSpan.Zero => PollResult.Postponed,
        WireFailure.Unauthorized or WireFailure.Forbidden => PollResult.Refused,
        _ => PollResult.Failed,
    };

    private TimeSpan Rest(TimeSpan? wait)
    {
        TimeSpan rest = wait is { } whole ? whole - time.GetElapsedTime(_last!.Value.EndedAt) : TimeSpan.Zero;
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }
}
