using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Fleet;

/// <summary>
/// Reads the shared notes once a second, outside every check. It leaves a note while this instance's own circuit is open, and follows the notes of others.
/// </summary>
internal sealed class SharedBreakerSync(
    EvaluationBreaker breaker,
    SharedBreakerStore store,
    IOptions<PostHogFeatureManagementOptions> options,
    PostHogSwitch posthog,
    [LibraryClock] TimeProvider timeProvider,
    ILogger<PostHogClient> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Guid _self = Guid.NewGuid();
    private PeerPolicy? _policy;

    /// <summary>Whether this configuration shares anything while PostHog is switched on.</summary>
    public bool IsNeeded => store.IsShared && options.Value is { Client.ShareBreakerState: true, Definitions.LocalOnly: false };

    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!posthog.IsOn)
        {
            return;
        }

        IReadOnlyList<SharedBreakerNote> notes = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
        BreakerStatus here = breaker.Status;
        if (posthog.IsOn
            && here is { State: BreakerState.Open, OpenUntil: DateTimeOffset until, IsOwnTrouble: true }
            && !notes.Any(note => note.Instance == _self && note.OpenUntil >= until - Interval))
        {
            await store.PutAsync(new SharedBreakerNote(_self, until), cancellationToken).ConfigureAwait(false);
        }

        _policy ??= new PeerPolicy(_self, options.Value.Client.BreakDuration, timeProvider);
        if (_policy.Decide(notes, breaker.IsHealthyHere, here) is TimeSpan remaining)
        {
            breaker.OpenElsewhere(remaining);
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
