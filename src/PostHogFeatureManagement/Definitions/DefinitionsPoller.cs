using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Definitions;

/// <summary>
/// Keeps the definitions up to date while PostHog is switched on. Application startup waits for the first definitions for at most <see cref="PostHogDefinitionsOptions.StartupTimeout"/>,
/// and does not fail without them. The wait comes before the application's own services start, because their work may begin with a flag.
/// Without a host, the first check begins the polling.
/// </summary>
internal sealed class DefinitionsPoller(
    DefinitionsRefresher refresher,
    DefinitionsStore store,
    IOptions<PostHogFeatureManagementOptions> options,
    PostHogSwitch posthog,
    FailureText text,
    Jitter jitter,
    [LibraryClock] TimeProvider timeProvider,
    ILogger<DefinitionsPoller> logger) : BackgroundService, IHostedLifecycleService
{
    private readonly bool _isWanted = options.Value is { SecretKey.Length: > 0 };
    private readonly PollSchedule _schedule = new(options.Value.Definitions.PollInterval, jitter);
    private readonly TaskCompletionSource _firstRefresh = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _hasBegun;
    private int _hasWaited;
    private volatile bool _isDisposed;

    public Task StartingAsync(CancellationToken cancellationToken) => BeginAndWaitAsync(cancellationToken);

    // For hosts that do not call IHostedLifecycleService.
    public override Task StartAsync(CancellationToken cancellationToken) => BeginAndWaitAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Begins to poll, unless that has begun already. Does not wait for definitions.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _hasBegun, 1) == 0 ? base.StartAsync(cancellationToken) : Task.CompletedTask;

    public override void Dispose()
    {
        _isDisposed = true;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_isWanted && !_isDisposed && !stoppingToken.IsCancellationRequested)
        {
            SwitchPhase phase = posthog.Phase;
            using CancellationTokenSource end = phase.Limit(stoppingToken);
            TimeSpan delay = phase.IsOn ? _schedule.Next(await RunOnceAsync(stoppingToken).ConfigureAwait(false)) : Timeout.InfiniteTimeSpan;
            store.StartWaitedInVain = false;
            _firstRefresh.TrySetResult();
            await Task.Delay(delay, timeProvider, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Runs one iteration of the loop. Only the shutdown of the application ends the loop.</summary>
    internal async Task<DefinitionsRefresh> RunOnceAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await refresher.RefreshOnceAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Without a host, the services that the refresh uses may be disposed under it.
            return new DefinitionsRefresh(WireFailure.Unreachable, null);
        }
        catch (Exception exception)
        {
            // If the loop ended, the flags would stay frozen for the life of the process.
            logger.DefinitionsRefreshBroke(exception);
            return new DefinitionsRefresh(WireFailure.Unreachable, null);
        }
    }

    private async Task BeginAndWaitAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        if (!_isWanted || Interlocked.Exchange(ref _hasWaited, 1) != 0)
        {
            return;
        }

        try
        {
            await _firstRefresh.Task.WaitAsync(options.Value.Definitions.StartupTimeout, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            logger.DefinitionsNotReady(text.Host, options.Value.Definitions.StartupTimeout);
            store.StartWaitedInVain = !_firstRefresh.Task.IsCompleted;
        }
    }
}
