namespace PostHogFeatureManagement.Benchmarks.Fleet.Simulation;

/// <summary>
/// Time that passes from event to event. What waits continues inside <see cref="RunUntil"/>, one after the other, in an order that depends on the events alone, so
/// a run can be repeated. Not thread-safe.
/// </summary>
internal sealed class VirtualClock : SynchronizationContext
{
    private readonly PriorityQueue<Action, (long Ticks, long Number)> _events = new();
    private long _count;
    private Exception? _failure;

    public TimeSpan Now { get; private set; }

    public void At(TimeSpan time, Action what) => _events.Enqueue(what, (Math.Max(time.Ticks, Now.Ticks), _count++));

    public Task Delay(TimeSpan delay)
    {
        var ended = new TaskCompletionSource();
        At(Now + delay, ended.SetResult);
        return ended.Task;
    }

    /// <summary>Begins something that goes on by itself. If it fails, the run does.</summary>
    public void Begin(Func<Task> what) => At(Now, async () =>
    {
        try
        {
            await what();
        }
        catch (Exception exception)
        {
            _failure ??= exception;
        }
    });

    /// <summary>Continues after an await.</summary>
    public override void Post(SendOrPostCallback d, object? state) => At(Now, () => d(state));

    public void RunUntil(TimeSpan end)
    {
        SynchronizationContext? outer = Current;
        SetSynchronizationContext(this);
        try
        {
            while (_events.TryPeek(out _, out (long Ticks, long) due) && due.Ticks <= end.Ticks)
            {
                Action what = _events.Dequeue();
                Now = TimeSpan.FromTicks(due.Ticks);
                what();
                if (_failure is not null)
                {
                    throw new InvalidOperationException("The simulation broke.", _failure);
                }
            }
        }
        finally
        {
            SetSynchronizationContext(outer);
        }

        Now = end;
    }
}
