namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>What an instance uses itself.</summary>
/// <param name="Generation">The generation; 0 for none, or for content from a file.</param>
/// <param name="StoredGeneration">For content from a file, the generation that it had when it was written.</param>
/// <param name="Hash">The hash of the definitions; null for none.</param>
/// <param name="IsAlone">Whether it fetched them without the others: they belong after its generation, and to no other.</param>
/// <param name="IsFresh">Whether a poll or a head confirmed them within two intervals of its own monotonic clock.</param>
internal readonly record struct HeldVersion(long Generation, long StoredGeneration, string? Hash, bool IsAlone, bool IsFresh)
{
    /// <summary>The lowest generation that is not older than what the instance holds.</summary>
    public long Floor => Math.Max(Generation, StoredGeneration);
}
