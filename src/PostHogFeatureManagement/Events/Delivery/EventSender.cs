using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>
/// Takes events and has them sent in the background, until the application stops. The loop begins with the first event, so that it also runs without a host.
/// Thread-safe.
/// </summary>
internal sealed class EventSender : LifecycleService, IDisposable, IAsyncDisposable
{
    /// <summary>How long the container waits for the last events where no host has stopped this service.</summary>
    private static readonly TimeSpan DisposalTimeout = TimeSpan.FromSeconds(2);

    private readonly EventQueue _queue;
    private readonly EventLoop _loop;
    private readonly EventDrain _drain;
    private readonly EventDrops _drops;
    private readonly PostHogSwitch _posthog;
    private readonly FailureText _text;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _shutdownTimeout;
    private readonly bool _isOffline;
    private readonly IDisposable _turns;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private Task? _running;
    private Task? _stopping;
    private volatile bool _isStopped;

    public EventSender(
        EventQueue queue,
        EventLoop loop,
        EventDrain drain,
        EventDrops drops,
        PostHogSwitch posthog,
        FailureText text,
        IOptions<PostHogFeatureManagementOptions> options,
        [LibraryClock] TimeProvider time,
        ILogger<EventSender> logger)
    {
        _queue = queue;
        _loop = loop;
        _drain = drain;
        _drops = drops;
        _posthog = posthog;
        _text = text;
        _time = time;
        _logger = logger;
        _shutdownTimeout = options.Value.Events.ShutdownTimeout;
        _isOffline = options.Value.Definitions.Offline;
        _turns = posthog.OnTurned(DropIfOff);
    }

    /// <summary>Whether events are kept at the moment.</summary>
    public bool IsOpen => _posthog.IsOn && !_isOffline && !_isStopped;

    public void Add(QueuedEvent added)
    {
        if (_queue.Add(added))
        {
            Start();
            _loop.Notice();
        }
    }

    /// <summary>Waits until what is queued has been sent or put off.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) =>
        _isStopped || Volatile.Read(ref _running) is null ? Task.CompletedTask : _loop.FlushAsync().WaitAsync(cancellationToken);

    public override Task StoppingAsync(CancellationToken cancellationToken)
    {
        _loop.Hurry();
        return Task.CompletedTask;
    }

    /// <summary>The web server has stopped, so no events come any more. The host's token may be cancelled already and does not count.</summary>
    public override Task StoppedAsync(CancellationToken cancellationToken) => StopOnceAsync(_shutdownTimeout);

    public async ValueTask DisposeAsync()
    {
        await StopOnceAsync(_shutdownTimeout < DisposalTimeout ? _shutdownTimeout : DisposalTimeout).ConfigureAwait(false);
        Dispose();
    }

    /// <summary>Does not wait, so what is queued is lost.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _queue.Close();
        _turns.Dispose();
        _stop.Cancel();
        _abort.Cancel();
    }

    private void Start()
    {
        if (Volatile.Read(ref _running) is not null)
        {
            return;
        }

        lock (_lock)
        {
            if (_running is null && !_isStopped)
            {
                // Without the execution context, because the loop outlives the request that happens to begin it.
                AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
                Volatile.Write(ref _running, Task.Run(() => _loop.RunAsync(_stop.Token, _abort.Token)));
                flow?.Undo();
            }
        }
    }

    private void DropIfOff()
    {
        if (!_posthog.IsOn)
        {
            _queue.DropAll(DropReason.SwitchedOff);
        }
    }

    private Task StopOnceAsync(TimeSpan timeout)
    {
        lock (_lock)
        {
            return _stopping ??= StopAsync(timeout);
        }
    }

    private async Task StopAsync(TimeSpan timeout)
    {
        _isStopped = true;
        _queue.Close();
        if (_running is not { } running)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(timeout, _time);
        using CancellationTokenRegistration abort = deadline.Token.Register(static sender => ((EventSender)sender!)._abort.Cancel(), this);
        await _stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _drain.RunAsync(_loop.Rest, _abort.Token).ConfigureAwait(false);
        _drops.Report();
        if (_drops.Count(DropReason.Stopped) is > 0 and long count)
        {
            _logger.EventsLeftAtStop(count, _text.PathOf("Events:ShutdownTimeout"));
        }
    }
}
