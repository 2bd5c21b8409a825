using System.Diagnostics.CodeAnalysis;

namespace PostHogFeatureManagement.FeatureManagement.Snapshots;

/// <summary>The answer to one key. It is computed once, even when several callers ask at the same time.</summary>
internal sealed class SnapshotEntry<T>(SnapshotKey key, SnapshotEntry<T>? next)
{
    private Task<T>? _answer;

    public SnapshotEntry<T>? Next => next;

    public bool IsFor(in SnapshotKey other) => key.Equals(other);

    public Task<T> GetOrStart<TState>(TState state, Func<TState, ValueTask<T>> compute)
    {
        Task<T>? started = Volatile.Read(ref _answer);
        if (IsOfUse(started))
        {
            return started;
        }

        // Parallel checks of the same flag wait here for the synchronous part, which is the whole computation when this process decides the flag.
        lock (this)
        {
            if (!IsOfUse(_answer))
            {
                _answer = compute(state).AsTask();
            }

            return _answer;
        }
    }

    // A computation can fail after all its callers have stopped waiting, so the next caller checks for failure.
    private static bool IsOfUse([NotNullWhen(true)] Task<T>? answer) => answer is { IsFaulted: false, IsCanceled: false };
}
