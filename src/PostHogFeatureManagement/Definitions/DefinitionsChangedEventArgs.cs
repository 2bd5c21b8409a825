namespace PostHogFeatureManagement;

/// <summary>What has changed in the flag definitions.</summary>
/// <param name="keys">The keys of the flags that may have new answers.</param>
public sealed class DefinitionsChangedEventArgs(IReadOnlyCollection<string> keys) : EventArgs
{
    /// <summary>
    /// The keys of the flags that may have new answers: flags that were added, changed or removed, flags that depend on one of these, and, if a cohort changed, all
    /// flags that use cohorts. In no particular order. It may be empty.
    /// </summary>
    public IReadOnlyCollection<string> Keys { get; } = keys;
}
