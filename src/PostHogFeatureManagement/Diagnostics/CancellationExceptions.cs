namespace PostHogFeatureManagement.Diagnostics;

internal static class CancellationExceptions
{
    /// <summary>Whether the caller itself cancelled. Any other cancellation is a failure.</summary>
    public static bool IsCancelledBy(this Exception exception, CancellationToken caller) =>
        exception is OperationCanceledException && caller.IsCancellationRequested;
}
