using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Fleet.Copy;
using PostHogFeatureManagement.Fleet.Lease;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Definitions.Sharing;

/// <summary>
/// Looks at what other instances share and at the lease, beside the polls, which may take long. Where announcements work, a look comes after each, and one per
/// interval in case one was missed.
/// </summary>
internal sealed class SharingWatch(
    DefinitionsSharing sharing,
    SharedCopy copy,
    LeaseKeeper lease,
    PollTurns turns,
    DefinitionsStore store,
    RefreshRequests poller,
    SharingReport report,
    Jitter jitter,
    IOptions<PostHogFeatureManagementOptions> options,
    [LibraryClock] TimeProvider time,
    ILogger<SharingWatch> logger)
{
    private const double LookJitter = 0.1;
    private const double RetryJitter = 0.5;

    /// <summary>Instances that hear the same announcement read the definitions one after the other.</summary>
    private static readonly TimeSpan NewsSpread = TimeSpan.FromMilliseconds(200);

    private readonly TimeSpan _interval = options.Value.Definitions.PollInterval;
    private readonly TimeSpan _check = Shorter(options.Value.Definitions.ShareCheckInterval, options.Value.Definitions.PollInterval);
    private volatile TaskCompletionSource _news = NoNews();
    private TimeSpan _nextLook = TimeSpan.MinValue;

    /// <summary>Watches until the application stops, and then gives the lease up.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        if (!sharing.IsOn)
        {
            return;
        }

        report.Begun();
        turns.Awoken = () => _news.TrySetResult();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                TimeSpan pause = await RunOnceAsync(stoppingToken).ConfigureAwait(false);
                await HearAsync(pause, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                // If this loop ended, this instance would never see what the others publish.
                logger.SharingBroke(exception);
                await Task.Delay(_interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await StopAsync().ConfigureAwait(false);
    }

    /// <summary>Does what is due.</summary>
    /// <returns>How long nothing is due.</returns>
    internal async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (lease.Now >= _nextLook)
        {
            bool listens = await copy.ListenAsync(OnNews, cancellationToken).ConfigureAwait(false);
            _nextLook = lease.Now + jitter.Spread(listens ? _interval : _check, LookJitter);
            HeadLook look = await sharing.LookAsync(cancellationToken).ConfigureAwait(false);
            if (look.Head is { Body: not null } head && head.Generation > (store.Latest?.Generation ?? 0))
            {
                // The definitions did not come, perhaps because too many instances wanted them at once.
                _nextLook = lease.Now + jitter.Spread(_check, RetryJitter);
            }
        }

        turns.LookForChecks();
        if (lease.UntilTurn <= TimeSpan.Zero)
        {
            await lease.TurnAsync(cancellationToken).ConfigureAwait(false);
            report.Holds(lease.IsHolder);
        }

        poller.Wake();
        TimeSpan untilLook = _nextLook - lease.Now;
        return lease.UntilTurn is var untilTurn && untilTurn < untilLook ? untilTurn : untilLook;
    }

    private async Task StopAsync()
    {
        try
        {
            await lease.StopAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // Without a host, the services may be disposed under this loop. The lease ends by itself.
        }
    }

    /// <summary>Pauses until something is due, others have published something, or flags are checked again.</summary>
    private async Task HearAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause <= TimeSpan.Zero)
        {
            return;
        }

        await _news.Task.WaitAsync(TimerPrecision.RoundUp(pause), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_news.Task.IsCompleted)
        {
            await Task.Delay(NewsSpread * jitter.Share, time, cancellationToken).ConfigureAwait(false);
            _news = NoNews();
            _nextLook = TimeSpan.MinValue;
        }
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TaskCompletionSource NoNews() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void OnNews(long generation)
    {
        if (generation > (store.Latest?.Generation ?? 0))
        {
            _news.TrySetResult();
        }
    }
}
