using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>
/// Sends what waits when it is due: a batch is full, the oldest event has waited long enough, or someone asks for it. One batch is under way at a time, and
/// what PostHog does not take stays at the head of the queue.
/// </summary>
internal sealed class EventLoop(
    EventQueue queue,
    EventBatcher batcher,
    EventDelivery delivery,
    EventDrops drops,
    IOptions<PostHogFeatureManagementOptions> options,
    [LibraryClock] TimeProvider time,
    ILogger<EventSender> logger)
{
    private readonly int _batchSize = options.Value.Events.FullBatch;
    private readonly TimeSpan _flushInterval = options.Value.Events.FlushInterval;
    private readonly FlushRequests _flushes = new();
    private readonly EventAlarm _alarm = new();
    private long _putOffAt;
    private TimeSpan _putOffFor;
    private long? _waitsSince;
    private volatile bool _isFull;
    private volatile bool _isHurried;

    /// <summary>What PostHog has not taken yet, the batch to begin with on top. Only the loop uses it, and after its end whoever stops it.</summary>
    public Stack<EventBatch> Rest { get; } = new();

    private TimeSpan Pause => _putOffFor - time.GetElapsedTime(_putOffAt);

    /// <summary>Tells the loop that an event was added.</summary>
    public void Notice()
    {
        int count = queue.Count;
        if (count == 1 || (!_isFull && count >= _batchSize))
        {
            _isFull = count >= _batchSize;
            _alarm.Set();
        }
    }

    /// <summary>From now on, events do not wait for others.</summary>
    public void Hurry()
    {
        _isHurried = true;
        _alarm.Set();
    }

    /// <summary>Completes when what is queued has been sent or put off.</summary>
    public Task FlushAsync()
    {
        Task request = _flushes.Add();
        _alarm.Set();
        return request;
    }

    /// <param name="stop">Ends the loop, after the attempt that is under way.</param>
    /// <param name="abort">Ends that attempt, too.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        while (await WaitUntilDueAsync(stop).ConfigureAwait(false))
        {
            try
            {
                await SendAsync(stop, abort).ConfigureAwait(false);
            }
            catch (Exception exception) when (!abort.IsCancellationRequested)
            {
                logger.EventsBroke(exception);
                PutOff(DeliveryRules.Pause);
            }
        }
    }

    private async Task SendAsync(CancellationToken stop, CancellationToken abort)
    {
        IReadOnlyList<TaskCompletionSource> requests = _flushes.Take();
        try
        {
            _isFull = false;
            _waitsSince = null;
            long until = queue.Taken + queue.Count;
            bool isTaken = await SendRestAsync(stop, abort).ConfigureAwait(false);
            while (isTaken && !stop.IsCancellationRequested && queue.Taken < until && await batcher.TakeAsync(abort).ConfigureAwait(false) is { } batch)
            {
                Rest.Push(batch);
                isTaken = await SendRestAsync(stop, abort).ConfigureAwait(false);
            }
        }
        finally
        {
            FlushRequests.End(requests);
        }
    }

    private async Task<bool> SendRestAsync(CancellationToken stop, CancellationToken abort)
    {
        TimeSpan? pause = await delivery.SendAsync(Rest, delivery.Attempts, stop, abort).ConfigureAwait(false);
        PutOff(pause ?? TimeSpan.Zero);
        return pause is null;
    }

    private void PutOff(TimeSpan pause)
    {
        _putOffAt = time.GetTimestamp();
        _putOffFor = pause;
    }

    /// <summary>False when the application stops.</summary>
    private async Task<bool> WaitUntilDueAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            drops.Report();
            TimeSpan? atMost;
            if (Pause is { Ticks: > 0 } pause)
            {
                // Nothing is tried before the pause is over, so those who ask for it would wait in vain.
                FlushRequests.End(_flushes.Take());
                atMost = pause < EventDrops.ReportInterval ? pause : EventDrops.ReportInterval;
            }
            else if (_flushes.Exist || Rest.Count > 0 || IsDue(out atMost))
            {
                return true;
            }

            await _alarm.WaitAsync(atMost, time, stop).ConfigureAwait(false);
        }

        FlushRequests.End(_flushes.Take());
        return false;
    }

    /// <summary>Whether what waits is due.</summary>
    /// <param name="atMost">In how long it will be. Null when nothing waits.</param>
    private bool IsDue(out TimeSpan? atMost)
    {
        int count = queue.Count;
        if (count == 0)
        {
            atMost = null;
            return false;
        }

        _waitsSince ??= time.GetTimestamp();
        TimeSpan left = _flushInterval - time.GetElapsedTime(_waitsSince.Value);
        atMost = left;
        return _isHurried || count >= _batchSize || left <= TimeSpan.Zero;
    }
}
