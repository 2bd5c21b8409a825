using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.DependencyInjection;
using PostHogFeatureManagement.Redis;

namespace Microsoft.FeatureManagement;

/// <summary>Adds Redis as the distributed cache for PostHog's answers.</summary>
public static class PostHogRedisFeatureManagementBuilderExtensions
{
    /// <summary>
    /// Shares PostHog's answers between the instances of an application through Redis. Only this library uses this cache. The application's own
    /// <see cref="IDistributedCache"/> does not change, and this library no longer uses it. The connection is made in the background, so the application
    /// starts and runs without Redis. A second call has no effect.
    /// </summary>
    /// <param name="builder">The feature management builder.</param>
    /// <param name="connectionString">A StackExchange.Redis connection string, for example <c>redis:6380,ssl=true,password=…,defaultDatabase=2</c>.</param>
    /// <exception cref="ArgumentException">The connection string is empty or invalid.</exception>
    public static IFeatureManagementBuilder AddPostHogRedis(this IFeatureManagementBuilder builder, string connectionString) =>
        builder.AddPostHogRedis(connectionString, string.Empty);

    /// <inheritdoc cref="AddPostHogRedis(IFeatureManagementBuilder, string)"/>
    /// <param name="builder">The feature management builder.</param>
    /// <param name="connectionString">A StackExchange.Redis connection string.</param>
    /// <param name="instanceName">The start of every key in Redis. It comes before <c>PostHog:Cache:KeyPrefix</c>.</param>
    public static IFeatureManagementBuilder AddPostHogRedis(this IFeatureManagementBuilder builder, string connectionString, string instanceName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ArgumentNullException.ThrowIfNull(instanceName);

        builder.Services.AddPostHogClock();
        builder.Services.TryAddSingleton(RedisSettings.Parse(connectionString, instanceName));
        builder.Services.TryAddSingleton<RedisConnection>();
        builder.Services.TryAddKeyedSingleton<IDistributedCache, RedisDistributedCache>(DistributedCacheLocator.ServiceKey);
        return builder;
    }
}
