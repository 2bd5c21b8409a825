using System.Diagnostics;

namespace PostHogFeatureManagement.Diagnostics;

/// <summary>Starts what may outlive the current request without keeping the request's async-locals.</summary>
internal static class DetachedFlow
{
    private static readonly ExecutionContext Empty = CaptureEmpty();

    /// <summary>Runs work up to its first wait. Only the trace stays together with the request's.</summary>
    /// <param name="work">The work.</param>
    /// <param name="state">What it needs.</param>
    public static void Run<TState>(Action<TState> work, TState state) => ExecutionContext.Run(
        Empty,
        static boxed =>
        {
            (Action<TState> work, TState state, Activity? trace) = ((Action<TState>, TState, Activity?))boxed!;
            Activity.Current = trace;
            work(state);
        },
        (work, state, Activity.Current));

    public static ITimer CreateDetachedTimer(this TimeProvider time, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        try
        {
            return time.CreateTimer(callback, state, dueTime, period);
        }
        finally
        {
            flow?.Undo();
        }
    }

    // A thread that is started without a context has an empty one.
    private static ExecutionContext CaptureEmpty()
    {
        ExecutionContext? empty = null;
        var thread = new Thread(() => empty = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return empty!;
    }
}
