using PostHogFeatureManagement.Client;

namespace PostHogFeatureManagement.Definitions;

/// <summary>How one refresh ended, and how long PostHog asked the library to wait before the next one.</summary>
internal readonly record struct DefinitionsRefresh(WireFailure Failure, TimeSpan? RetryAfter)
{
    public bool IsGood => Failure == WireFailure.None;

    /// <summary>Whether the flags in use are others than before.</summary>
    public bool HasChanged { get; init; }
}
