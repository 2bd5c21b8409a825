namespace PostHogFeatureManagement.Flags;

/// <summary>Knows whether a person waits for the current work, rather than a job.</summary>
internal interface IWaitingVisitor
{
    /// <summary>Whether the work belongs to a web request, a hub or a Blazor circuit.</summary>
    bool IsPresent { get; }
}
