using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Definitions.Sharing;
using PostHogFeatureManagement.Definitions.Sources;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Fleet.Copy;

namespace PostHogFeatureManagement.Definitions;

/// <summary>
/// Installs the definitions of a file, if there is one, and keeps definitions up to date while PostHog is switched on. Unless other instances share young ones,
/// application startup waits for PostHog for at most <see cref="PostHogDefinitionsOptions.StartupTimeout"/>, and does not fail without an answer. The wait comes before the application's own services start,
/// because their work may begin with a flag. Without a host, the first check begins the polling.
/// </summary>
internal sealed class DefinitionsPoller(
    DefinitionsFiles files,
    DefinitionsRefresher refresher,
    RefreshRequests requests,
    PollTurns turns,
    DefinitionsSharing sharing,
    SharingWatch watch,
    DefinitionsStore store,
    IOptions<PostHogFeatureManagementOptions> options,
    PostHogSwitch posthog,
    FailureText text,
    [LibraryClock] TimeProvider timeProvider,
    ILogger<DefinitionsPoller> logger) : BackgroundService, IHostedLifecycleService
{
    private readonly bool _isWanted = options.Value.PollsDefinitions;
    private readonly TaskCompletionSource _firstRefresh = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _beginning = new();
    private Task? _begun;
    private int _hasWaited;
    private volatile bool _isDisposed;

    /// <summary>Whether this process polls now.</summary>
    public bool IsPolling => _isWanted && posthog.IsOn;

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
            await (phase.IsOn ? StayOnAsync(end.Token, stoppingToken) : StayOffAsync(end.Token)).ConfigureAwait(false);
        }

        _firstRefresh.TrySetResult();
        requests.Close();
    }

    /// <summary>Runs one iteration of the loop. Only the shutdown of the application ends the loop.</summary>
    internal async Task<DefinitionsRefresh> RunOnceAsync(CancellationToken stoppingToken, ActivityContext cause = default)
    {
        try
        {
            return await refresher.RefreshOnceAsync(stoppingToken, cause).ConfigureAwait(false);
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

    private async Task StayOnAsync(CancellationToken phaseEnd, CancellationToken stoppingToken)
    {
        bool isDue = !await IsWarmAsync(phaseEnd).ConfigureAwait(false);
        Task watching = watch.RunAsync(phaseEnd);
        while (!_isDisposed && !phaseEnd.IsCancellationRequested)
        {
            RefreshRequests.Batch calls = requests.Take();
            if (isDue || calls.HasCalls || turns.UntilPoll <= TimeSpan.Zero)
            {
                await PollAsync(calls, phaseEnd, stoppingToken).ConfigureAwait(false);
            }

            isDue = false;
            EndFirstRefresh();
            await requests.PauseAsync(turns.UntilPoll, timeProvider, phaseEnd).ConfigureAwait(false);
        }

        await watching.ConfigureAwait(false);
    }

    /// <summary>Whether other instances share definitions that are young enough to start without a word from PostHog.</summary>
    private async Task<bool> IsWarmAsync(CancellationToken phaseEnd)
    {
        try
        {
            HeadLook? look = sharing.IsOn ? await sharing.LookAsync(phaseEnd).ConfigureAwait(false) : null;
            return look?.Head is { Body: not null } head
                && look.Age < options.Value.Definitions.PollInterval * 2
                && store.Latest?.Generation == head.Generation;
        }
        catch (Exception exception)
        {
            if (!phaseEnd.IsCancellationRequested)
            {
                logger.SharingBroke(exception);
            }

            return false;
        }
    }

    /// <summary>Polls for the calls that came before. As long as PostHog wants to be left alone, they are told when that ends.</summary>
    private async Task PollAsync(RefreshRequests.Batch calls, CancellationToken phaseEnd, CancellationToken stoppingToken)
    {
        try
        {
            if (turns.UntilAllowed is { Ticks: > 0 } wait)
            {
                calls.Serve(DefinitionsRefresh.Postponed(timeProvider.GetUtcNow() + wait));
            }
            else if (await turns.TryBeginAsync(phaseEnd).ConfigureAwait(false) || calls.HasCalls)
            {
                DefinitionsRefresh refresh = await RunOnceAsync(stoppingToken, calls.Cause).ConfigureAwait(false);
                files.Keep();
                calls.Serve(refresh.ToResult());
                EndFirstRefresh();
                await turns.EndAsync(refresh, phaseEnd).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            calls.Serve(RefreshRequests.NotPolled);
            if (!phaseEnd.IsCancellationRequested)
            {
                logger.SharingBroke(exception);
                await Task.Delay(options.Value.Definitions.PollInterval, timeProvider, phaseEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
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
        ReportStart();
        store.StartWaitedInVain = !_firstRefresh.Task.IsCompleted;
    }

    private void ReportStart()
    {
        DefinitionsSnapshot? latest = posthog.IsOn ? store.Latest : null;
        TimeSpan? age = latest is null ? null : DefinitionsAge.Of(latest, confirmedAt: null, timeProvider.GetUtcNow());
        if (latest is { IsFromFile: true })
        {
            logger.DefinitionsFromFile(text.Host, latest.FlagSet.Count, latest.Source, DefinitionsAge.Describe(age));
        }
        else if (latest is { Source: DefinitionsSource.Shared })
        {
            if (age >= options.Value.Definitions.PollInterval * 2)
            {
                logger.DefinitionsFromFleet(text.Host, latest.FlagSet.Count, DefinitionsAge.Describe(age));
            }
        }
        else if (!_firstRefresh.Task.IsCompleted)
        {
            logger.DefinitionsNotReady(text.Host, options.Value.Definitions.StartupTimeout);
        }
    }
}
