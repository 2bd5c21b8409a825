namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Keeps the last events received, oldest first. Safe for concurrent use.</summary>
internal sealed class EventLog
{
    public const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<PostHogEmulatorEvent> _events = new();

    /// <summary>The number of all events received, including events that are no longer kept.</summary>
    public long Received
    {
        get
        {
            lock (_lock)
            {
                return field;
            }
        }

        private set;
    }

    public void Add(IEnumerable<PostHogEmulatorEvent> events)
    {
        lock (_lock)
        {
            foreach (PostHogEmulatorEvent received in events)
            {
                _events.Enqueue(received);
                Received++;
                if (_events.Count > Capacity)
                {
                    _events.Dequeue();
                }
            }
        }
    }

    public PostHogEmulatorEvent[] All()
    {
        lock (_lock)
        {
            return [.. _events];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _events.Clear();
        }
    }
}
