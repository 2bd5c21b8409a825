namespace PostHogFeatureManagement.Fleet.Lease;

/// <summary>What the shared copy is worth to an instance.</summary>
internal enum CopySight : byte
{
    /// <summary>It uses what is there, or knows that there is nothing to be had for a while.</summary>
    Served,

    /// <summary>It cannot use what is there. Whoever polls will repair it.</summary>
    Unserved,

    /// <summary>It must ask PostHog itself: the storage is away, or what is there may be older than what it uses.</summary>
    Alone,
}
