using System.Runtime.InteropServices;

namespace PostHogFeatureManagement.Emulator.Protocol.Events;

/// <summary>
/// Keeps the last events received, oldest first, and one event of each uuid, as PostHog does (protocol §10.1). Safe for concurrent use.
/// </summary>
internal sealed class EventLog
{
    public const int Capacity = 1000;

    /// <summary>The events' size as JSON. The memory that they take is a small multiple.</summary>
    private const long MaxBytes = 16 * 1024 * 1024;

    /// <summary>How many uuids are remembered. A retry comes soon.</summary>
    private const int MaxUuids = 10_000;

    private readonly Lock _lock = new();
    private readonly List<PostHogEmulatorEvent> _events = [];
    private readonly Queue<Guid> _order = new();
    private readonly HashSet<Guid> _known = [];
    private TaskCompletionSource _changed = NewSignal();
    private long _bytes;

    /// <summary>The number of all events received, including events that are no longer kept.</summary>
    public long Received { get; private set; }

    /// <summary>The number of events that were received again.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Completes when the events change.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    public void Add(IReadOnlyCollection<PostHogEmulatorEvent> events)
    {
        lock (_lock)
        {
            foreach (PostHogEmulatorEvent received in events)
            {
                Add_NeedsLock(received);
            }

            Signal_NeedsLock();
        }
    }

    public PostHogEmulatorEvent[] All()
    {
        lock (_lock)
        {
            return [.. _events];
        }
    }

    /// <summary>False if no event with this uuid is kept.</summary>
    public bool Remove(Guid uuid)
    {
        lock (_lock)
        {
            int at = _events.FindIndex(kept => kept.Uuid == uuid);
            if (at < 0)
            {
                return false;
            }

            RemoveAt_NeedsLock(at);
            Signal_NeedsLock();
            return true;
        }
    }

    /// <summary>Forgets the events and their uuids.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _events.Clear();
            _order.Clear();
            _known.Clear();
            _bytes = 0;
            Signal_NeedsLock();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static int SizeOf(PostHogEmulatorEvent kept) => JsonMarshal.GetRawUtf8Value(kept.Json).Length;

    private void Add_NeedsLock(PostHogEmulatorEvent received)
    {
        if (!_known.Add(received.Uuid))
        {
            Duplicates++;
            return;
        }

        _order.Enqueue(received.Uuid);
        if (_order.Count > MaxUuids)
        {
            _known.Remove(_order.Dequeue());
        }

        _events.Add(received);
        _bytes += SizeOf(received);
        Received++;
        while (_events.Count > Capacity || _bytes > MaxBytes)
        {
            RemoveAt_NeedsLock(0);
        }
    }

    private void RemoveAt_NeedsLock(int at)
    {
        _bytes -= SizeOf(_events[at]);
        _events.RemoveAt(at);
    }

    private void Signal_NeedsLock()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }
}
