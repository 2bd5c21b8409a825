namespace PostHogFeatureManagement.Diagnostics;

/// <summary>Timers that may outlive the request that starts them, and so do not keep its async-locals.</summary>
internal static class DetachedTimers
{
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
}
