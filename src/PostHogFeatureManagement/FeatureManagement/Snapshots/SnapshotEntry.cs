namespace PostHogFeatureManagement.FeatureManagement.Snapshots;

/// <summary>
/// The answer to one key. It is computed once, even when several callers ask at the same time. The check that adds the entry computes. It takes no lock, because
/// there is rarely a second one: those that come before its answer leave a promise that it keeps.
/// </summary>
internal sealed class SnapshotEntry<T>(SnapshotKey key, SnapshotEntry<T>? next)
{
    // Null while the answer is being computed, then the promise that others left, if any, and in the end the answer.
    private object? _answer;
    private int _computingThread = Environment.CurrentManagedThreadId;

    public SnapshotEntry<T>? Next => next;

    public bool IsFor(in SnapshotKey other) => key.Equals(other);

    /// <summary>For the check that added the entry.</summary>
    public Task<T> Start<TState>(TState state, Func<TState, ValueTask<T>> compute)
    {
        Task<T> answer = Compute(state, compute);
        if (Interlocked.CompareExchange(ref _answer, answer, null) is TaskCompletionSource<T> promise)
        {
            Volatile.Write(ref _answer, answer);
            _ = KeepAsync(promise, answer);
        }

        return answer;
    }

    /// <summary>For every other check.</summary>
    public Task<T> GetOrStart<TState>(TState state, Func<TState, ValueTask<T>> compute)
    {
        while (true)
        {
            switch (Volatile.Read(ref _answer))
            {
                case Task<T> { IsFaulted: false, IsCanceled: false } answer:
                    return answer;

                case Task<T> failed:
                    // A computation can fail after all its callers have stopped waiting, so the next caller starts another one.
                    if (Interlocked.CompareExchange(ref _answer, null, failed) == failed)
                    {
                        _computingThread = Environment.CurrentManagedThreadId;
                        return Start(state, compute);
                    }

                    break;

                case var _ when _computingThread == Environment.CurrentManagedThreadId:
                    // Code of the application that the computation runs asks for the same flag. It must not wait for itself.
                    return Compute(state, compute);

                case TaskCompletionSource<T> promise:
                    return promise.Task;

                default:
                    Interlocked.CompareExchange(ref _answer, new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), null);
                    break;
            }
        }
    }

    private static Task<T> Compute<TState>(TState state, Func<TState, ValueTask<T>> compute)
    {
        try
        {
            return compute(state).AsTask();
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    private static async Task KeepAsync(TaskCompletionSource<T> promise, Task<T> answer)
    {
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        promise.SetFromTask(answer);
    }
}
