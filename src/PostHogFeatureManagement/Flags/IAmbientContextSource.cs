namespace PostHogFeatureManagement.Flags;

/// <summary>Where the ambient caller comes from when nothing was pushed. Never throws but for the caller's cancellation.</summary>
internal interface IAmbientContextSource
{
    /// <summary>Whether the answer may be kept for the rest of the request. An application's own accessor may change its mind, so it is asked each time.</summary>
    bool IsStablePerRequest { get; }

    ValueTask<PostHogContext> GetContextAsync(ManagerServices scope, CancellationToken cancellationToken);
}
