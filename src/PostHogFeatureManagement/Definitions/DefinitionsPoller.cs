using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Definitions.Sources;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Definitions;

/// <summary>
/// Installs the definitions of a file, if there is one, and keeps definitions up to date while PostHog is switched on. Application startup waits for PostHog for at
/// most <see cref="PostHogDefinitionsOptions.StartupTimeout"/>, and does not fail without an answer. The wait comes before the application's own services start,
/// because their work may begin with a flag. Without a host, the first check begins the polling.
/// </summary>
internal sealed class DefinitionsPoller(
    DefinitionsFiles files,
    DefinitionsRefresher refresher,
    RefreshRequests requests,
    DefinitionsStore store,
    IOptions<PostHogFeatureManagementOptions> options,
    PostHogSwitch posthog,
    FailureText text,
    Jitter jitter,
    [LibraryClock] TimeProvider timeProvider,
    ILogger<DefinitionsPoller> logger) : BackgroundService, IHostedLifecycleService
{
    private readonly bool _isWanted = options.Value.PollsDefinitions;
    private readonly PollSchedule _schedule = new(options.Value.Definitions.PollInterval, options.Value.Definitions.IdleInterval, jitter);
    private readonly IdleRule _idleRule = new(options.Value.Definitions.IdleAfter, store.Activity, timeProvider);
    private readonly TaskCompletionSource _firstRefresh = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _beginning = new();
    private Task? _begun;
    private int _hasWaited;
    private volatile bool _isDisposed;
    private volatile bool _isIdle;

    /// <summary>Whether this process polls now.</summary>
    public bool IsPolling => _isWanted && posthog.IsOn;

    /// <summary>Whether polls are rare, because no flag is checked.</summary>
    public bool IsIdle => _isIdle;

    public Task StartingAsync(CancellationToken cancellationToken) => BeginAndWaitAsync(cancellationToken);

    // For hosts that do not call IHostedLifecycleService.
    public override Task StartAsync(CancellationToken cancellationToken) => BeginAndWaitAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Installs the files and begins to poll, unless that has begun already. Does not wait for PostHog.</summary>
    /// <exception cref="OptionsValidationException">The files that the settings name cannot be used.</exception>
    public Task BeginAsync(CancellationToken cancellationToken)
    {
        lock (_beginning)
        {
            return _begun ??= BeginOnceAsync(cancellationToken);
        }
    }

    /// <summary>Waits for a poll that starts after the call. Begins to poll if nothing else has.</summary>
    public async Task<DefinitionsRefreshResult> RefreshAsync(CancellationToken cancellationToken)
    {
        if (!IsPolling || _isDisposed)
        {
            return RefreshRequests.NotPolled;
        }

        cancellationToken.ThrowIfCancellationRequested();
        Task<DefinitionsRefreshResult> served = requests.AddAsync();
        await BeginAsync(CancellationToken.None).ConfigureAwait(false);
        return await served.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await files.Written.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

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
            await (phase.IsOn ? PollAndPauseAsync(end.Token, stoppingToken) : StayOffAsync(end.Token)).ConfigureAwait(false);
        }

        _firstRefresh.TrySetResult();
        requests.Close();
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

    private async Task PollAndPauseAsync(CancellationToken phaseEnd, CancellationToken stoppingToken)
    {
        RefreshRequests.Batch calls = requests.Take();
        DefinitionsRefresh refresh = await RunOnceAsync(stoppingToken).ConfigureAwait(false);
        long polledAt = timeProvider.GetTimestamp();
        files.Keep();
        calls.Serve(refresh.ToResult());
        EndFirstRefresh();
        TimeSpan delay = _schedule.Next(refresh, Rest());
        await PauseAsync(polledAt, delay, PollSchedule.Minimum(refresh, delay), phaseEnd).ConfigureAwait(false);
    }

    private Task StayOffAsync(CancellationToken phaseEnd)
    {
        requests.Take().Serve(RefreshRequests.NotPolled);
        EndFirstRefresh();
        return requests.PauseAsync(Timeout.InfiniteTimeSpan, timeProvider, phaseEnd);
    }

    private void EndFirstRefresh()
    {
        store.StartWaitedInVain = false;
        _firstRefresh.TrySetResult();
    }

    /// <summary>Whether the application is idle. If so, the next check ends the pause.</summary>
    private bool Rest()
    {
        _isIdle = _idleRule.IsIdle();
        if (_isIdle)
        {
            store.Activity.WhenSeen(requests.Wake);
        }

        return _isIdle;
    }

    /// <summary>Pauses until the next poll or the next call. As long as PostHog wants to be left alone, calls are told when that ends.</summary>
    private async Task PauseAsync(long polledAt, TimeSpan delay, TimeSpan atLeast, CancellationToken phaseEnd)
    {
        while (true)
        {
            TimeSpan remaining = delay - timeProvider.GetElapsedTime(polledAt);
            await requests.PauseAsync(remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero, timeProvider, phaseEnd).ConfigureAwait(false);
            TimeSpan wanted = atLeast - timeProvider.GetElapsedTime(polledAt);
            if (wanted <= TimeSpan.Zero || phaseEnd.IsCancellationRequested)
            {
                return;
            }

            requests.Take().Serve(DefinitionsRefresh.Postponed(timeProvider.GetUtcNow() + wanted));
        }
    }

    private async Task BeginOnceAsync(CancellationToken cancellationToken)
    {
        await files.InstallAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task BeginAndWaitAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        if (!_isWanted || Interlocked.Exchange(ref _hasWaited, 1) != 0)
        {
            return;
        }

        await _firstRefresh.Task.WaitAsync(options.Value.Definitions.StartupTimeout, timeProvider, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (posthog.IsOn && store.Latest is { IsFromFile: true } definitions)
        {
            TimeSpan? age = DefinitionsAge.Of(definitions, confirmedAt: null, timeProvider.GetUtcNow());
            logger.DefinitionsFromFile(text.Host, definitions.FlagSet.Count, definitions.Source, DefinitionsAge.Describe(age));
        }
        else if (!_firstRefresh.Task.IsCompleted)
        {
            logger.DefinitionsNotReady(text.Host, options.Value.Definitions.StartupTimeout);
        }

        store.StartWaitedInVain = !_firstRefresh.Task.IsCompleted;
    }
}
