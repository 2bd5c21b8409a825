namespace PostHogFeatureManagement.Fleet.Lease;

/// <summary>What a candidate saw when it looked at the lease.</summary>
/// <param name="Bytes">What is there; null for nothing.</param>
/// <param name="Note">What it says; null when it cannot be read.</param>
/// <param name="Remaining">How long it will be there; null when the storage does not say.</param>
internal readonly record struct LeaseLook(byte[]? Bytes, LeaseNote? Note, TimeSpan? Remaining);
