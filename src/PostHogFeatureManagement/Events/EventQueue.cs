using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Events.Exposures;

namespace PostHogFeatureManagement.Events;

/// <summary>
/// The events that wait, limited in number and in bytes. Adding never waits: beyond the number, the oldest goes; beyond the bytes, the new one. An exposure
/// that is dropped is forgotten, so that it is sent when it happens again. Thread-safe.
/// </summary>
internal sealed class EventQueue
{
    public const long MaxBytes = 32 * 1024 * 1024;

    private readonly Channel<QueuedEvent> _channel;
    private readonly SeenExposures _seen;
    private readonly EventDrops _drops;
    private int _count;
    private long _bytes;
    private long _taken;

    public EventQueue(
        IOptions<PostHogFeatureManagementOptions> options, SeenExposures seen, EventDrops drops, PostHogMetrics metrics, StatusSignals signals)
    {
        _seen = seen;
        _drops = drops;
        var bounds = new BoundedChannelOptions(options.Value.Events.QueueCapacity) { FullMode = BoundedChannelFullMode.DropOldest };
        _channel = Channel.CreateBounded<QueuedEvent>(bounds, oldest =>
        {
            Interlocked.Decrement(ref _count);
            Drop(oldest, DropReason.QueueFull);
        });
        metrics.ObserveQueue(() => Count, options.Value.Events.QueueCapacity);
        signals.EventsQueued = () => Count;
    }

    /// <summary>How many wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many have been taken since the start.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Adds an event; false when it was dropped.</summary>
    public bool Add(QueuedEvent added)
    {
        if (Interlocked.Add(ref _bytes, added.Size) > MaxBytes)
        {
            Drop(added, DropReason.MemoryFull);
            return false;
        }

        Interlocked.Increment(ref _count);
        if (_channel.Writer.TryWrite(added))
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        Drop(added, DropReason.Stopped);
        return false;
    }

    /// <summary>Takes the oldest. It still counts among the bytes, until it is released or dropped.</summary>
    public bool TryTake([NotNullWhen(true)] out QueuedEvent? taken)
    {
        if (!_channel.Reader.TryRead(out taken))
        {
            return false;
        }

        Interlocked.Decrement(ref _count);
        Interlocked.Increment(ref _taken);
        return true;
    }

    /// <summary>An event that was taken has been sent.</summary>
    public void Release(QueuedEvent taken) => Interlocked.Add(ref _bytes, -taken.Size);

    /// <summary>An event that was taken, or could not be added, will not be sent.</summary>
    /// <param name="taken">The event.</param>
    /// <param name="reason">Why.</param>
    /// <param name="exportError">How sending it failed. Null when it was not handed over for sending.</param>
    public void Drop(QueuedEvent taken, DropReason reason, string? exportError = null)
    {
        Release(taken);
        if (taken.DeduplicationKey is { } key && reason != DropReason.SentByOther)
        {
            _seen.Forget(key);
        }

        _drops.Add(reason, exportError);
    }

    public void DropAll(DropReason reason)
    {
        while (TryTake(out QueuedEvent? taken))
        {
            Drop(taken, reason);
        }
    }

    /// <summary>Takes no more events.</summary>
    public void Close() => _channel.Writer.TryComplete();
}
