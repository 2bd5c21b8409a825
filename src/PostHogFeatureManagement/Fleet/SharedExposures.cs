using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Fleet.Storage;

namespace PostHogFeatureManagement.Fleet;

/// <summary>
/// Which instance sends an exposure: the first that claims it. Names are hashes, keyed with <c>Cache:KeySecret</c> if there is one, because they stand for
/// people. Nothing throws. Thread-safe.
/// </summary>
internal sealed class SharedExposures(FleetStorage storage, FleetScope scope, CacheHasher hasher)
{
    /// <summary>How long a claim lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly string _prefix = scope.Exposures;

    /// <summary>Whether there is a storage in which exposures can be claimed.</summary>
    public bool IsPossible => storage.CanClaim;

    /// <param name="distinctId">The caller.</param>
    /// <param name="flagKey">The flag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="groups">The caller's groups, sorted.</param>
    public string NameOf(string distinctId, string flagKey, string value, ReadOnlySpan<KeyValuePair<string, string>> groups)
    {
        var builder = new CacheKeyBuilder(stackalloc byte[512]);
        try
        {
            builder.Add(distinctId);
            builder.Add(flagKey);
            builder.Add(value);
            foreach ((string type, string key) in groups)
            {
                builder.Add(type);
                builder.Add(key);
            }

            return _prefix + builder.Build(hasher);
        }
        finally
        {
            builder.Dispose();
        }
    }

    /// <summary>Claims exposures. Null when the storage does not answer: then whoever has an exposure sends it.</summary>
    /// <returns>The event that is sent for each.</returns>
    public Task<Guid[]?> ClaimAsync(IReadOnlyList<string> names, IReadOnlyList<Guid> events, CancellationToken cancellationToken) =>
        storage.ClaimAsync(names, events, Lifetime, cancellationToken);

    /// <summary>Gives exposures back whose events will not be sent after all.</summary>
    public Task ReleaseAsync(IReadOnlyList<string> names) => storage.ReleaseAsync(names);
}
