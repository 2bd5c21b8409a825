namespace PostHogFeatureManagement;

/// <summary>Which layer gave an answer.</summary>
public enum FlagSource : byte
{
    /// <summary>Nothing had a value: the flag is off.</summary>
    Default,

    /// <summary>An override for this request.</summary>
    Override,

    /// <summary>Evaluated in this process from PostHog's definitions.</summary>
    Local,

    /// <summary>Asked of PostHog just now.</summary>
    Remote,

    /// <summary>An answer of PostHog's that is still fresh.</summary>
    Cache,

    /// <summary>An old answer of PostHog's, used because a newer one is not to be had yet.</summary>
    Stale,

    /// <summary>Evaluated in this process from definitions read from a file.</summary>
    File,

    /// <summary>The application's own feature configuration.</summary>
    Configuration,
}
