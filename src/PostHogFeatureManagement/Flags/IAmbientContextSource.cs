namespace PostHogFeatureManagement.Flags;

/// <summary>Finds the ambient caller when none was pushed. Throws only when the caller cancels.</summary>
internal interface IAmbientContextSource
{
    /// <summary>
    /// Whether the answer can be kept for the rest of the request. The application's own targeting accessor can answer differently, so it is asked each time.
    /// </summary>
    bool IsStablePerRequest { get; }

    ValueTask<PostHogContext> GetContextAsync(ManagerServices manager, CancellationToken cancellationToken);
}
