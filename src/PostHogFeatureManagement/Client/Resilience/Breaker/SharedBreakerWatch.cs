using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>
/// Looks at the shared board once a second, away from every check: puts up a marker while this instance's own breaker is open, and follows those of others.
/// </summary>
internal sealed class SharedBreakerWatch(
    ClientPipelines pipelines,
    ISharedBreakerBoard board,
    IOptions<PostHogFeatureManagementOptions> options,
    TimeProvider timeProvider,
    ILogger<PostHogClient> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Guid _self = Guid.NewGuid();
    private PeerPolicy? _judge;

    /// <summary>Whether anything is shared with this configuration.</summary>
    public bool IsNeeded => board.IsShared && options.Value is { Enabled: true, Client.ShareBreakerState: true, Definitions.StrictLocal: false };

    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SharedBreakerMarker> markers = await board.ReadAsync(cancellationToken).ConfigureAwait(false);
        EvaluationCircuit circuit = pipelines.Circuit;
        PipelineStatus here = circuit.Status;
        if (here is { State: BreakerState.Open, OpenUntil: DateTimeOffset until, IsOwnTrouble: true }
            && !markers.Any(marker => marker.Instance == _self && marker.OpenUntil >= until - Interval))
        {
            await board.PutAsync(new SharedBreakerMarker(_self, until), cancellationToken).ConfigureAwait(false);
        }

        _judge ??= new PeerPolicy(_self, options.Value.Client.BreakDuration, timeProvider);
        if (_judge.Judge(markers, circuit.IsHealthyHere, here) is TimeSpan remaining)
        {
            circuit.OpenElsewhere(remaining);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsNeeded)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await RunOnceAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.SharedBreakerLookFailed(exception.GetType().Name);
            }
        }
    }
}
