namespace PostHogFeatureManagement.Fleet.Storage;

/// <summary>
/// A storage in which instances can claim names: the first that claims one has it. Only a storage that sets a value if there is none can do that. It is implemented
/// beside <see cref="IFleetBackend"/>, under the same conditions.
/// </summary>
internal interface IFleetClaims
{
    /// <summary>Claims names, all in one round trip.</summary>
    /// <param name="names">The names.</param>
    /// <param name="owners">For whom each is claimed.</param>
    /// <param name="lifetime">How long a claim lasts.</param>
    /// <returns>Who has each name.</returns>
    Task<Guid[]> ClaimAsync(IReadOnlyList<string> names, IReadOnlyList<Guid> owners, TimeSpan lifetime);

    /// <summary>Gives names back, so that they can be claimed again.</summary>
    Task ReleaseAsync(IReadOnlyList<string> names);
}
