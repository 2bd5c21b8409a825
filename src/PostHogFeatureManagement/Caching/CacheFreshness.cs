namespace PostHogFeatureManagement.Caching;

/// <summary>Where in its life a value is.</summary>
internal enum CacheFreshness : byte
{
    /// <summary>There is none, or it is too old for any use.</summary>
    None,

    /// <summary>Used without asking.</summary>
    Fresh,

    /// <summary>Used while a newer one is fetched in the background.</summary>
    Stale,

    /// <summary>Used only because a newer one cannot be had.</summary>
    FailSafe,
}
