namespace PostHogFeatureManagement;

/// <summary>Settings for the explain page, which <c>MapPostHog()</c> maps.</summary>
public sealed class PostHogExplainOptions
{
    /// <summary>
    /// The authorization policy that lets someone ask why a caller has a flag. It can tell who the caller is, which conditions flags have, and which properties the
    /// caller has, so give it to support and developers only. Without it, the page exists only in Development, for this machine. Default: none.
    /// </summary>
    public string? Policy { get; set; }

    /// <summary>
    /// Whether the page shows ids and the values of properties. If false, it shows a hash of the id, and of each value only its kind and length. Default: false.
    /// </summary>
    public bool ShowValues { get; set; }
}
