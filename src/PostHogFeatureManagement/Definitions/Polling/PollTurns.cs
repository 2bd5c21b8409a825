using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions.Sharing;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Fleet.Lease;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Definitions.Polling;

/// <summary>When this process polls: by its own schedule, and where definitions are shared, only while it is its turn. Thread-safe, but not for parallel polls.</summary>
internal sealed class PollTurns(
    DefinitionsSharing sharing,
    LeaseKeeper lease,
    RefreshRequests poller,
    DefinitionsStore store,
    IOptions<PostHogFeatureManagementOptions> options,
    Jitter jitter,
    [LibraryClock] TimeProvider time)
{
    private readonly PostHogDefinitionsOptions _options = options.Value.Definitions;
    private readonly PollSchedule _schedule = new(options.Value.Definitions.PollInterval, options.Value.Definitions.IdleInterval, jitter);
    private readonly IdleRule _idleRule = new(options.Value.Definitions.IdleAfter, store.Activity, time);
    private readonly Lock _idling = new();
    private volatile EndedPoll? _last;
    private TimeSpan _begunAt;
    private volatile bool _isIdle;
    private volatile bool _isAwoken;

    /// <summary>Called when the first check ends the idleness. It must be quick.</summary>
    public Action Awoken { get; set; } = static () => { };

    /// <summary>Whether polls are rare, because no flag is checked.</summary>
    public bool IsIdle => _isIdle;

    /// <summary>How long until the next poll of this process.</summary>
    public TimeSpan UntilPoll => sharing.IsOn ? lease.UntilPoll : _isAwoken ? UntilAllowed : Rest(static last => last.Delay);

    /// <summary>How long PostHog wants to be left alone, even by calls for a refresh.</summary>
    public TimeSpan UntilAllowed => sharing.IsOn ? lease.UntilAllowed : Rest(static last => last.Minimum);

    /// <summary>Whether the poll may begin. It may not if another instance has taken over.</summary>
    public async Task<bool> TryBeginAsync(CancellationToken cancellationToken)
    {
        _begunAt = lease.Now;
        _isAwoken = false;
        return !sharing.IsOn || await lease.BeginPollAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task EndAsync(DefinitionsRefresh refresh, CancellationToken cancellationToken)
    {
        LookForChecks();
        if (refresh.NotBefore is not null)
        {
            // There was no poll, and the turn comes when the wait is over.
            return;
        }

        TimeSpan delay = _schedule.Next(refresh, _isIdle);
        TimeSpan minimum = PollSchedule.Minimum(refresh, delay);
        _last = new EndedPoll(time.GetTimestamp(), delay, minimum);
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

    /// <summary>
    /// Finds out whether the application is idle. If it is, the next check ends that. Of instances that share definitions, any that is not idle takes the lease
    /// from one that is, so all of them poll as often as the busiest.
    /// </summary>
    public void LookForChecks()
    {
        lock (_idling)
        {
            bool wasIdle = _isIdle;
            _isIdle = _idleRule.IsIdle();
            if (_isIdle && !wasIdle)
            {
                TimeSpan interval = _options.IdleInterval > _options.PollInterval ? _options.IdleInterval : _options.PollInterval;
                lease.Tell((duty, now) => duty.Pace(interval, now));
                store.Activity.WhenSeen(Awake);
            }
        }
    }

    private void Awake()
    {
        _isIdle = false;
        _isAwoken = true;
        lease.Tell((duty, now) => duty.Pace(_options.PollInterval, now));
        Awoken();
        poller.Wake();
    }

    private static PollResult ResultOf(DefinitionsRefresh refresh, TimeSpan minimum) => refresh.Failure switch
    {
        WireFailure.None => PollResult.Good,
        _ when minimum > TimeSpan.Zero => PollResult.Postponed,
        WireFailure.Unauthorized or WireFailure.Forbidden => PollResult.Refused,
        _ => PollResult.Failed,
    };

    private TimeSpan Rest(Func<EndedPoll, TimeSpan> wait)
    {
        TimeSpan rest = _last is { } last ? wait(last) - time.GetElapsedTime(last.EndedAt) : TimeSpan.Zero;
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private sealed record EndedPoll(long EndedAt, TimeSpan Delay, TimeSpan Minimum);
}
