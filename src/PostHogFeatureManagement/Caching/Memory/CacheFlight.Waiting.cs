using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>
/// Who waits, and for how long. A caller whose time is over has not cancelled: the load goes on without anyone. Callers whose time is limited share the limit
/// of the first one, so a load makes each of them wait at most once.
/// </summary>
internal sealed partial class CacheFlight<T>
{
    private readonly CancellationTokenSource? _place = isBackground ? null : new();
    private TaskCompletionSource? _patience;
    private ITimer? _timer;
    private bool _isPatienceOver;
    private bool _goesOn = isBackground;
    private int _patient;
    private int _impatient;

    /// <summary>Cancelled when no caller waits any longer.</summary>
    public CancellationToken PlaceToken => _place?.Token ?? new CancellationToken(canceled: true);

    private bool EndsAtFetch_NeedsLock => _patience is not null && _timer is null && !_isPatienceOver;

    /// <summary>Whether the time of a caller who joined with this limit is over.</summary>
    public bool IsWaitedOut(TimeSpan waitAtMost) => waitAtMost != Timeout.InfiniteTimeSpan && _isPatienceOver;

    /// <summary>Adds a waiter. The task completes when the load has ended or the waiter's time is over.</summary>
    /// <param name="waitAtMost">
    /// How long the caller waits. <see cref="Timeout.InfiniteTimeSpan"/> means to the end, and zero means until the source is asked.
    /// </param>
    /// <param name="time">Measures the time.</param>
    public Task Join_NeedsLock(TimeSpan waitAtMost, TimeProvider time)
    {
        if (waitAtMost == Timeout.InfiniteTimeSpan)
        {
            _patient++;
            return Completion;
        }

        _patience ??= Begin(waitAtMost, time);
        if (_isPatienceOver)
        {
            _goesOn = true;
        }
        else
        {
            _impatient++;
        }

        return _patience.Task;
    }

    /// <summary>Removes a waiter that has cancelled. The last one cancels the load, unless it goes on for callers whose time is over.</summary>
    /// <param name="waitAtMost">What the caller joined with.</param>
    public void Leave(TimeSpan waitAtMost)
    {
        lock (slot.Lock)
        {
            if (waitAtMost == Timeout.InfiniteTimeSpan)
            {
                _patient--;
            }
            else if (!_isPatienceOver)
            {
                _impatient--;
            }

            if (_patient + _impatient > 0)
            {
                return;
            }

            if (!_goesOn)
            {
                slot.End_NeedsLock(this);
            }
        }

        (_goesOn ? _place : _cancellation)?.Cancel();
    }

    private TaskCompletionSource Begin(TimeSpan waitAtMost, TimeProvider time)
    {
        var patience = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (waitAtMost > TimeSpan.Zero)
        {
            _timer = time.CreateDetachedTimer(static flight => ((CacheFlight<T>)flight!).WaitOut(), this, waitAtMost, Timeout.InfiniteTimeSpan);
        }
        else if (HasFetched)
        {
            _isPatienceOver = true;
            patience.SetResult();
        }

        return patience;
    }

    private void WaitOut()
    {
        bool isAlone;
        lock (slot.Lock)
        {
            _isPatienceOver = true;
            _goesOn |= _impatient > 0;
            _impatient = 0;
            isAlone = _patient == 0;
        }

        if (isAlone)
        {
            _place?.Cancel();
        }

        _patience!.TrySetResult();
    }
}
