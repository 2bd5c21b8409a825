namespace PostHogFeatureManagement.Fleet.Lease;

/// <summary>A change of the lease, to be made only if it still is what it was.</summary>
/// <param name="Expected">What must be there; null for nothing.</param>
/// <param name="Note">What comes in its place.</param>
/// <param name="Life">How long it will be there.</param>
internal readonly record struct LeaseChange(byte[]? Expected, LeaseNote Note, TimeSpan Life);
