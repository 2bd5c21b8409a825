namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// One answer per key, computed once however many ask at the same time. The computation runs on nobody's token, so that a caller who leaves does not take the others' answer along;
/// a failed or cancelled computation is forgotten. Beyond a number no request comes near, answers are computed and not kept: some scopes last as long as a job or a browser page.
/// </summary>
internal sealed class SnapshotAnswers<T>
{
    private const int Limit = 10_000;
    private readonly Lock _gate = new();
    private Dictionary<SnapshotKey, Entry>? _entries;

    public ValueTask<T> GetAsync<TState>(SnapshotKey key, TState state, Func<TState, ValueTask<T>> compute, CancellationToken cancellationToken)
    {
        Task<T> answer = Find(key).GetOrStart(state, compute);
        if (answer.IsCompletedSuccessfully)
        {
            return new ValueTask<T>(answer.GetAwaiter().GetResult());
        }

        if (answer.IsFaulted || answer.IsCanceled)
        {
            Forget(key, answer);
            return new ValueTask<T>(answer);
        }

        return Awaited(this, key, answer, cancellationToken);

        static async ValueTask<T> Awaited(SnapshotAnswers<T> self, SnapshotKey key, Task<T> answer, CancellationToken cancellationToken)
        {
            try
            {
                return await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (answer.IsFaulted || answer.IsCanceled)
                {
                    self.Forget(key, answer);
                }
            }
        }
    }

    private Entry Find(SnapshotKey key)
    {
        lock (_gate)
        {
            _entries ??= [];
            if (!_entries.TryGetValue(key, out Entry? entry))
            {
                entry = new Entry();
                if (_entries.Count < Limit)
                {
                    _entries.Add(key, entry);
                }
            }

            return entry;
        }
    }

    private void Forget(SnapshotKey key, Task<T> answer)
    {
        lock (_gate)
        {
            if (_entries!.TryGetValue(key, out Entry? entry) && entry.Holds(answer))
            {
                _entries.Remove(key);
            }
        }
    }

    private sealed class Entry
    {
        private Task<T>? _answer;

        public bool Holds(Task<T> answer) => ReferenceEquals(_answer, answer);

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
    }
}
