namespace PostHogFeatureManagement.FeatureManagement.Snapshots;

/// <summary>
/// Keeps one answer per key. The computation uses no caller's token, so a caller that cancels does not cancel it for the others. A failed or cancelled
/// computation is not kept.
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
