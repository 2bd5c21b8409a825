using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Definitions;

/// <summary>
/// Keeps definitions up to date. The start of the application waits for the first ones, but only for <see cref="PostHogDefinitionsOptions.StartupTimeout"/>, and never fails for want of them.
/// </summary>
internal sealed class DefinitionsPoller(
    DefinitionsRefresher refresher,
    IOptions<PostHogFeatureManagementOptions> options,
    Jitter jitter,
    TimeProvider timeProvider,
    ILogger<DefinitionsPoller> logger) : BackgroundService
{
    private readonly bool _isWanted = options.Value is { Enabled: true, SecretKey.Length: > 0 };
    private readonly PollSchedule _schedule = new(options.Value.Definitions.PollInterval, jitter);
    private readonly TaskCompletionSource _firstRefresh = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        if (!_isWanted)
        {
            return;
        }

        try
        {
            await _firstRefresh.Task.WaitAsync(options.Value.Definitions.StartupTimeout, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            logger.DefinitionsNotReady(options.Value.Definitions.StartupTimeout);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_isWanted && !stoppingToken.IsCancellationRequested)
        {
            TimeSpan delay = _schedule.Next(await RunOnceAsync(stoppingToken).ConfigureAwait(false));
            _firstRefresh.TrySetResult();
            await Task.Delay(delay, timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One turn of the loop. Nothing but the stop of the application ends the loop.</summary>
    internal async Task<DefinitionsRefresh> RunOnceAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await refresher.RefreshOnceAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return new DefinitionsRefresh(DefinitionsOutcome.Failed, null);
        }
#pragma warning disable CA1031 // A loop that dies would leave the flags frozen for the life of the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.DefinitionsRefreshBroke(exception);
            return new DefinitionsRefresh(DefinitionsOutcome.Failed, null);
        }
    }
}
