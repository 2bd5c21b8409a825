using System.Diagnostics;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Definitions.Polling;

/// <summary>
/// The calls that wait for a poll. A poll serves the calls that came before it started; calls during a poll share the next one. A call ends the poller's pause.
/// Thread-safe.
/// </summary>
internal sealed class RefreshRequests
{
    public static readonly DefinitionsRefreshResult NotPolled = new(DefinitionsRefreshOutcome.NotPolled);

    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private readonly Lock _changing = new();
    private Batch _next = new();
    private bool _isClosed;

    public Task<DefinitionsRefreshResult> AddAsync()
    {
        lock (_changing)
        {
            if (!_isClosed)
            {
                _next.HasCalls = true;
                _next.Cause = Activity.Current?.Context ?? _next.Cause;
                _next.End();
            }

            return _next.Served;
        }
    }

    /// <summary>Ends the poller's pause, so that it looks whether it has something to do.</summary>
    public void Wake()
    {
        lock (_changing)
        {
            _next.End();
        }
    }

    /// <summary>The calls that the poll serves that starts now.</summary>
    public Batch Take()
    {
        lock (_changing)
        {
            Batch taken = _next;
            _next = new Batch();
            return taken;
        }
    }

    /// <summary>Pauses until the time is over, a call comes, or the application stops. Longer than a day is a day.</summary>
    public async Task PauseAsync(TimeSpan delay, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        Task wanted;
        lock (_changing)
        {
            wanted = _next.Wanted;
        }

        TimeSpan limited = delay < LongestPause ? TimerPrecision.RoundUp(delay) : LongestPause;
        await wanted.WaitAsync(limited, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>There will be no more polls.</summary>
    public void Close()
    {
        lock (_changing)
        {
            _isClosed = true;
            _next.Serve(NotPolled);
        }
    }

    internal sealed class Batch
    {
        private readonly TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<DefinitionsRefreshResult> _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool HasCalls { get; set; }

        /// <summary>The trace of the last of the calls.</summary>
        public ActivityContext Cause { get; set; }

        public Task Wanted => _wanted.Task;

        public Task<DefinitionsRefreshResult> Served => _served.Task;

        public void End() => _wanted.TrySetResult();

        public void Serve(DefinitionsRefreshResult result) => _served.TrySetResult(result);
    }
}
