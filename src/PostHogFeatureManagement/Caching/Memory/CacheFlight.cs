using System.Diagnostics.CodeAnalysis;

namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>
/// One load that any number of callers wait for. It runs on a token of its own, cancelled when the last waiter leaves; a background load counts as its own waiter.
/// Members ending in _NeedsLock are called under the slot's lock.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The token source has neither timer nor parent: there is nothing to dispose of.")]
internal sealed class CacheFlight<T>(bool mustFetch, bool isBackground)
    where T : class
{
    private readonly TaskCompletionSource<CacheAnswer<T>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation = new();
    private int _waiters = isBackground ? 1 : 0;

    /// <summary>Whether the distributed level may not answer in place of a fetch.</summary>
    public bool MustFetch { get; } = mustFetch;

    /// <summary>Whether nobody waits, so that only a newer value is of use.</summary>
    public bool IsBackground { get; } = isBackground;

    /// <summary>Whether the source has been asked.</summary>
    public bool HasFetched { get; set; }

    public Task<CacheAnswer<T>> Completion => _completion.Task;

    public CancellationToken Token => _cancellation.Token;

    public void Join_NeedsLock() => _waiters++;

    /// <summary>Whether that was the last waiter, so that the flight is to be cancelled.</summary>
    public bool Leave_NeedsLock() => --_waiters == 0;

    public void Cancel() => _cancellation.Cancel();

    public void Complete(CacheAnswer<T> answer) => _completion.TrySetResult(answer);
}
