namespace PostHogFeatureManagement.Caching;

/// <summary>The stage of a value's life.</summary>
internal enum CacheFreshness : byte
{
    /// <summary>There is no value, or it is too old to use.</summary>
    None,

    /// <summary>Used without fetching.</summary>
    Fresh,

    /// <summary>Used while a newer one is fetched in the background.</summary>
    Stale,

    /// <summary>Used only because fetching a newer one failed.</summary>
    FailSafe,
}
