namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// Starts calls of a cache that may do anything: block the thread, never end, throw at once. Never more than a few threads are inside the cache's
/// code, and never more than a bounded number of calls are under way; a call that never ends holds its place until <see cref="Forget"/>.
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

    private Places _places = new();

    /// <summary>Starts a call; null when too many are under way. The task is observed, so it may be left alone.</summary>
    public Task<TResult>? TryStart<TState, TResult>(TState state, Func<TState, Task<TResult>> call)
    {
        Places places = Volatile.Read(ref _places);
        if (Interlocked.Increment(ref places.Taken) > MaxOutstanding)
        {
            Interlocked.Decrement(ref places.Taken);
            return null;
        }

        Task<TResult> task = _starter.StartNew(() => call(state)).Unwrap();
        _ = task.ContinueWith(
            static (ended, places) =>
            {
                _ = ended.Exception;
                Interlocked.Decrement(ref ((Places)places!).Taken);
            },
            places,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return task;
    }

    /// <summary>Gives up on the calls under way: the cache answers again, so what has not ended by now never will.</summary>
    public void Forget() => Volatile.Write(ref _places, new Places());

    private sealed class Places
    {
        public int Taken;
    }
}
