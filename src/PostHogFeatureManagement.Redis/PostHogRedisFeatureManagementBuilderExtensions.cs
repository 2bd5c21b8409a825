using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Redis;

namespace Microsoft.FeatureManagement;

/// <summary>Redis as the distributed cache of PostHog's answers.</summary>
public static class PostHogRedisFeatureManagementBuilderExtensions
{
    /// <summary>
    /// Shares PostHog's answers between the instances of an application through Redis. Only PostHog uses this cache: the application's own
    /// <see cref="IDistributedCache"/> stays what it is, and PostHog no longer uses that one. Connecting happens in the background: the application starts and
    /// runs whether or not Redis does. Calling it again changes nothing.
    /// </summary>
    /// <param name="builder">The feature management builder.</param>
    /// <param name="connectionString">A StackExchange.Redis connection string, for example <c>redis:6380,ssl=true,password=…,defaultDatabase=2</c>.</param>
    /// <exception cref="ArgumentException">The connection string is empty or has a part that is not known.</exception>
    public static IFeatureManagementBuilder AddPostHogRedis(this IFeatureManagementBuilder builder, string connectionString) =>
        builder.AddPostHogRedis(connectionString, string.Empty);

    /// <inheritdoc cref="AddPostHogRedis(IFeatureManagementBuilder, string)"/>
    /// <param name="builder">The feature management builder.</param>
    /// <param name="connectionString">A StackExchange.Redis connection string.</param>
    /// <param name="instanceName">What every key in Redis starts with, before <c>PostHog:Cache:KeyPrefix</c>.</param>
    public static IFeatureManagementBuilder AddPostHogRedis(this IFeatureManagementBuilder builder, string connectionString, string instanceName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ArgumentNullException.ThrowIfNull(instanceName);

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(RedisSettings.Parse(connectionString, instanceName));
        builder.Services.TryAddSingleton<RedisConnection>();
        builder.Services.TryAddKeyedSingleton<IDistributedCache, RedisDistributedCache>(DistributedCacheLocator.ServiceKey);
        return builder;
    }
}
