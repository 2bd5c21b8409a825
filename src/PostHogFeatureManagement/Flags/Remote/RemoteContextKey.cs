using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>
/// The key of a caller's answers. It covers everything in a request that changes PostHog's answer (protocol §2.2). Names are sorted ordinally, so the order of
/// dictionaries does not matter.
/// </summary>
internal sealed class RemoteContextKey
{
    private const byte DeploymentMark = 16;
    private const byte GroupMark = 17;
    private const byte EndMark = 18;
    private const int StackSize = 1024;

    private readonly CacheHasher _hasher;
    private readonly CacheKey _deployment;
    private readonly RecentContextKeys _recent = new();

    public RemoteContextKey(PostHogFeatureManagementOptions options, CacheHasher hasher)
    {
        _hasher = hasher;
        _deployment = DeploymentKey(options, hasher);
    }

    public CacheKey Of(PostHogContext context)
    {
        if (!RecentContextKeys.CanKeep(context))
        {
            return Hash(context);
        }

        if (!_recent.TryGet(context, out CacheKey key))
        {
            key = Hash(context);
            _recent.Add(context, key);
        }

        return key;
    }

    /// <summary>Like <see cref="Of"/>, but keeps nothing.</summary>
    public CacheKey Hash(PostHogContext context)
    {
        var builder = new CacheKeyBuilder(stackalloc byte[StackSize]);
        try
        {
            Span<byte> deployment = stackalloc byte[CacheKey.Size];
            _deployment.CopyTo(deployment);
            builder.Add(DeploymentMark, deployment);
            builder.Add(context.DistinctId);
            builder.Add(context.DeviceId);
            builder.Add(context.AnonymousDistinctId);
            RemotePropertyKey.AddAll(ref builder, context.Person.Known);
            AddGroups(ref builder, context.Groups);
            return builder.Build(_hasher);
        }
        finally
        {
            builder.Dispose();
        }
    }

    /// <summary>The part that is the same for all callers, hashed once.</summary>
    private static CacheKey DeploymentKey(PostHogFeatureManagementOptions options, CacheHasher hasher)
    {
        var builder = new CacheKeyBuilder(stackalloc byte[StackSize]);
        try
        {
            (string host, string token) = PostHogProject.Of(options);
            builder.Add(token);
            builder.Add(host);
            builder.Add(options.Client.DisableGeoIp);
            foreach (string name in options.Definitions.EvaluationContexts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                builder.Add(name);
            }

            return builder.Build(hasher);
        }
        finally
        {
            builder.Dispose();
        }
    }

    private static void AddGroups(ref CacheKeyBuilder builder, IReadOnlyDictionary<string, PostHogGroup> groups)
    {
        if (groups.Count == 0)
        {
            builder.AddMark(EndMark);
            return;
        }

        var sorted = new KeyValuePair<string, PostHogGroup>[groups.Count];
        ((ICollection<KeyValuePair<string, PostHogGroup>>)groups).CopyTo(sorted, 0);
        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        foreach ((string type, PostHogGroup group) in sorted)
        {
            builder.AddMark(GroupMark);
            builder.Add(type);
            builder.Add(group.Key);
            RemotePropertyKey.AddAll(ref builder, group.Bag.Known);
        }

        builder.AddMark(EndMark);
    }
}
