namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The answer to one key, computed once however many ask at the same time.</summary>
internal sealed class SnapshotEntry<T>(SnapshotKey key, SnapshotEntry<T>? next)
{
    private Task<T>? _answer;

    public SnapshotEntry<T>? Next => next;

    public bool IsFor(in SnapshotKey other) => key.Equals(other);

    public Task<T> GetOrStart<TState>(TState state, Func<TState, ValueTask<T>> compute)
    {
        if (Volatile.Read(ref _answer) is { } started)
        {
            return started;
        }

        // Parallel checks of the same flag wait here for the synchronous part, which is all there is when the flag is decided in this process.
        lock (this)
        {
            return _answer ??= compute(state).AsTask();
        }
    }

    /// <summary>Has the answer computed anew the next time, unless it is another one already.</summary>
    public void Forget(Task<T> answer) => Interlocked.CompareExchange(ref _answer, null, answer);
}
