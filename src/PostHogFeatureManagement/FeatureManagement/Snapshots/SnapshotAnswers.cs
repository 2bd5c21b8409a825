namespace PostHogFeatureManagement.FeatureManagement.Snapshots;

/// <summary>
/// One answer per key. The computation runs on nobody's token, so that a caller who leaves does not take the others' answer along; a failed or cancelled computation is forgotten.
/// </summary>
internal sealed class SnapshotAnswers<T>
{
    private readonly SnapshotEntries<T> _entries = new();

    public ValueTask<T> GetAsync<TState>(in SnapshotKey key, TState state, Func<TState, ValueTask<T>> compute, CancellationToken cancellationToken)
    {
        Task<T> answer = _entries.Find(key).GetOrStart(state, compute);
        return answer.IsCompletedSuccessfully ? new ValueTask<T>(answer.GetAwaiter().GetResult()) : new ValueTask<T>(answer.WaitAsync(cancellationToken));
    }
}
