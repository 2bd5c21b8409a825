using System.Diagnostics.CodeAnalysis;

namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>
/// One load that any number of callers wait for. It has its own token, which is cancelled when all of them cancel. Thread-safe. Call members that end in
/// _NeedsLock under the slot's lock.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The token sources have neither timers nor parents, and the timer is disposed when the load ends.")]
internal sealed partial class CacheFlight<T>(CacheSlot<T> slot, bool mustFetch, bool isBackground)
    where T : class
{
    private readonly TaskCompletionSource<CacheAnswer<T>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation = new();

    public CacheSlot<T> Slot => slot;

    /// <summary>Whether the load must fetch, even if the distributed level has an answer.</summary>
    public bool MustFetch { get; } = mustFetch;

    /// <summary>Whether it began without a caller. Then only a newer value is useful.</summary>
    public bool IsBackground { get; } = isBackground;

    /// <summary>Whether the source has been asked.</summary>
    public bool HasFetched { get; private set; }

    public Task<CacheAnswer<T>> Completion => _completion.Task;

    public CancellationToken Token => _cancellation.Token;

    /// <summary>Records that the source is asked from now on.</summary>
    public void BeginFetch()
    {
        bool isOver;
        lock (slot.Lock)
        {
            HasFetched = true;
            isOver = EndsAtFetch_NeedsLock;
        }

        if (isOver)
        {
            WaitOut();
        }
    }

    public void Complete(CacheAnswer<T> answer)
    {
        _completion.TrySetResult(answer);
        _timer?.Dispose();
        _patience?.TrySetResult();
    }
}
