using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>
/// Reads the shared board once a second, outside every check. It puts up a marker while this instance's own circuit is open, and follows the markers of others.
/// </summary>
internal sealed class SharedBreakerWatch(
    ClientPipelines pipelines,
    ISharedBreakerBoard board,
    IOptions<PostHogFeatureManagementOptions> options,
    [LibraryClock] TimeProvider timeProvider,
    ILogger<PostHogClient> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Guid _self = Guid.NewGuid();
    private PeerPolicy? _policy;

    /// <summary>Whether this configuration shares anything.</summary>
    public bool IsNeeded => board.IsShared && options.Value is { Enabled: true, Client.ShareBreakerState: true, Definitions.LocalOnly: false };

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

        _policy ??= new PeerPolicy(_self, options.Value.Client.BreakDuration, timeProvider);
        if (_policy.Decide(markers, circuit.IsHealthyHere, here) is TimeSpan remaining)
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
