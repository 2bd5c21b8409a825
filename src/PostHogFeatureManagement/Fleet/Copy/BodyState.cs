namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>What became of the body of the shared copy.</summary>
internal enum BodyState : byte
{
    /// <summary>It was there.</summary>
    Good,

    /// <summary>It was missing or torn, and is there now.</summary>
    Written,

    /// <summary>It is too large for the storage.</summary>
    TooLarge,

    /// <summary>The storage did not answer.</summary>
    Unknown,
}
