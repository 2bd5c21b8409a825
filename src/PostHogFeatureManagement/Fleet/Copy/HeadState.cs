namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>What was in the place of the shared head.</summary>
internal enum HeadState : byte
{
    /// <summary>The storage did not answer.</summary>
    Unavailable,

    /// <summary>Nothing: it is new, or it was emptied.</summary>
    Absent,

    /// <summary>Bytes that are no head, or that do not carry the right seal.</summary>
    Unreadable,

    /// <summary>A head.</summary>
    Present,
}
