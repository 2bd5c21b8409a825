namespace PostHogFeatureManagement.Fleet.Storage;

/// <summary>A value that instances share.</summary>
/// <param name="Bytes">The value; null when there is none.</param>
/// <param name="Remaining">How long it will live; null when the storage does not say, or when it has no end.</param>
/// <param name="Now">The time by the storage's clock, which all instances share; null when it has none.</param>
internal readonly record struct StoredValue(byte[]? Bytes, TimeSpan? Remaining, DateTimeOffset? Now);
