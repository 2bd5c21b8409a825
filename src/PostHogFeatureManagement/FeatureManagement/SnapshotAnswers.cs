namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// One answer per key. The computation runs on nobody's token, so that a caller who leaves does not take the others' answer along; a failed or cancelled computation is forgotten.
/// </summary>
internal sealed class SnapshotAnswers<T>
{
    private readonly SnapshotEntries<T> _entries = new();

    public ValueTask<T> GetAsync<TState>(in SnapshotKey key, TState state, Func<TState, ValueTask<T>> compute, CancellationToken cancellationToken)
    {
        SnapshotEntry<T> entry = _entries.Find(key);
        Task<T> answer = entry.GetOrStart(state, compute);
        return answer.IsCompletedSuccessfully ? new ValueTask<T>(answer.GetAwaiter().GetResult()) : Awaited(entry, answer, cancellationToken);

        static async ValueTask<T> Awaited(SnapshotEntry<T> entry, Task<T> answer, CancellationToken cancellationToken)
        {
            try
            {
                return await answer.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (answer.IsFaulted || answer.IsCanceled)
                {
                    entry.Forget(answer);
                }
            }
        }
    }
}
