namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// Starts calls to a cache that may block the thread, never end or throw at once. Only a few threads run the cache's code at the same time, and
/// the number of calls in flight is limited. A call that never ends keeps its slot until <see cref="Forget"/>.
/// </summary>
internal sealed class DistributedCalls
{
    public const int MaxOutstanding = 256;
    private const int MaxStarting = 8;

    private readonly TaskFactory _starter = new(
        CancellationToken.None,
        TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler,
        TaskContinuationOptions.None,
        new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, MaxStarting).ConcurrentScheduler);

    private Slots _slots = new();

    /// <summary>Starts a call; null when too many are in flight. The task is observed, so the caller may abandon it.</summary>
    public Task<TResult>? TryStart<TState, TResult>(TState state, Func<TState, Task<TResult>> call)
    {
        Slots slots = Volatile.Read(ref _slots);
        if (Interlocked.Increment(ref slots.Taken) > MaxOutstanding)
        {
            Interlocked.Decrement(ref slots.Taken);
            return null;
        }

        Task<TResult> task = _starter.StartNew(() => call(state)).Unwrap();
        _ = task.ContinueWith(
            static (ended, slots) =>
            {
                _ = ended.Exception;
                Interlocked.Decrement(ref ((Slots)slots!).Taken);
            },
            slots,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return task;
    }

    /// <summary>Abandons the calls in flight. The cache answers again, so calls that have not ended by now never will.</summary>
    public void Forget() => Volatile.Write(ref _slots, new Slots());

    private sealed class Slots
    {
        public int Taken;
    }
}
