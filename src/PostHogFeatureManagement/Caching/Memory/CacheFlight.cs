using System.Diagnostics.CodeAnalysis;

namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>
/// One load that any number of callers wait for. It has its own token, which is cancelled when the last waiter leaves. A background load counts as its own
/// waiter. Call members that end in _NeedsLock under the slot's lock.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The token source has neither a timer nor a parent, so there is nothing to dispose.")]
internal sealed class CacheFlight<T>(bool mustFetch, bool isBackground)
    where T : class
{
    private readonly TaskCompletionSource<CacheAnswer<T>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation = new();
    private int _waiters = isBackground ? 1 : 0;

    /// <summary>Whether the load must fetch, even if the distributed level has an answer.</summary>
    public bool MustFetch { get; } = mustFetch;

    /// <summary>Whether no caller waits. Then only a newer value is useful.</summary>
    public bool IsBackground { get; } = isBackground;

    /// <summary>Whether the source has been asked.</summary>
    public bool HasFetched { get; set; }

    public Task<CacheAnswer<T>> Completion => _completion.Task;

    public CancellationToken Token => _cancellation.Token;

    public void Join_NeedsLock() => _waiters++;

    /// <summary>Whether that was the last waiter. Then the caller cancels the flight.</summary>
    public bool Leave_NeedsLock() => --_waiters == 0;

    public void Cancel() => _cancellation.Cancel();

    public void Complete(CacheAnswer<T> answer) => _completion.TrySetResult(answer);
}
