using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.DependencyInjection;
using PostHogFeatureManagement.Fleet.Storage;
using PostHogFeatureManagement.Redis;
using StackExchange.Redis;

namespace Microsoft.FeatureManagement;

/// <summary>Adds Redis as the distributed cache for PostHog's definitions and answers.</summary>
/// <remarks>
/// Instances of an application share PostHog's definitions and answers through Redis, and only one of them polls for definitions. Only this library uses this
/// cache. The application's own <see cref="IDistributedCache"/> does not change, and this library no longer uses it. The connection is made in the background, so
/// the application starts and runs without Redis. Only the first call counts.
/// </remarks>
public static class PostHogRedisFeatureManagementBuilderExtensions
{
    /// <summary>Shares PostHog's answers over the connection that the application has registered as <see cref="IConnectionMultiplexer"/>.</summary>
    /// <remarks>The connection stays the application's: this library never closes it. The application does not start if there is none.</remarks>
    /// <param name="builder">The feature management builder.</param>
    public static IFeatureManagementBuilder AddPostHogRedis(this IFeatureManagementBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var source = RedisSource.Applications(static services => Task.FromResult(services.GetRequiredService<IConnectionMultiplexer>()), string.Empty);
        if (builder.Services.TryAddRedis(source))
        {
            builder.Services.AddSingleton<IValidateOptions<PostHogFeatureManagementOptions>, RegisteredConnectionRule>();
        }

        return builder;
    }

    /// <summary>Shares PostHog's answers over a connection of this library's own.</summary>
    /// <remarks>
    /// Where the connection string does not say otherwise, connecting may take 1 s and is tried twice, and a command may take 1 s. Whatever it says about
    /// <c>abortConnect</c>, the application starts without Redis.
    /// </remarks>
    /// <param name="builder">The feature management builder.</param>
    /// <param name="connectionString">
    /// A StackExchange.Redis connection string, for example <c>redis:6380,ssl=true,password=…,defaultDatabase=2</c>, or an address such as
    /// <c>redis://user:password@redis:6379/2</c>.
    /// </param>
    /// <param name="instanceName">The start of every key in Redis. It comes before <c>PostHog:Cache:KeyPrefix</c>. Default: empty.</param>
    /// <exception cref="ArgumentException">The connection string is empty or invalid.</exception>
    public static IFeatureManagementBuilder AddPostHogRedis(this IFeatureManagementBuilder builder, string connectionString, string instanceName = "")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        builder.Services.TryAddRedis(RedisSource.Own(RedisSettings.Parse(connectionString), instanceName));
        return builder;
    }

    /// <summary>Shares PostHog's answers over a connection of this library's own, made from a copy of the given settings.</summary>
    /// <remarks>
    /// The time-outs are used as they are. Whatever the settings say about <see cref="ConfigurationOptions.AbortOnConnectFail"/>,
    /// <see cref="ConfigurationOptions.BacklogPolicy"/> and <see cref="ConfigurationOptions.ReconnectRetryPolicy"/>, the application starts and runs without Redis.
    /// </remarks>
    /// <param name="builder">The feature management builder.</param>
    /// <param name="configuration">The settings of the connection.</param>
    /// <param name="instanceName">The start of every key in Redis. It comes before <c>PostHog:Cache:KeyPrefix</c>. Default: empty.</param>
    public static IFeatureManagementBuilder AddPostHogRedis(
        this IFeatureManagementBuilder builder, ConfigurationOptions configuration, string instanceName = "")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        builder.Services.TryAddRedis(RedisSource.Own(RedisSettings.WithoutRedis(configuration.Clone()), instanceName));
        return builder;
    }

    /// <summary>Shares PostHog's answers over the given connection of the application.</summary>
    /// <remarks>The connection stays the application's: this library never closes it.</remarks>
    /// <param name="builder">The feature management builder.</param>
    /// <param name="connection">The connection, which may be down.</param>
    /// <param name="instanceName">The start of every key in Redis. It comes before <c>PostHog:Cache:KeyPrefix</c>. Default: empty.</param>
    public static IFeatureManagementBuilder AddPostHogRedis(
        this IFeatureManagementBuilder builder, IConnectionMultiplexer connection, string instanceName = "")
    {
        ArgumentNullException.ThrowIfNull(connection);
        return builder.AddPostHogRedis(_ => Task.FromResult(connection), instanceName);
    }

    /// <summary>
    /// Shares PostHog's answers over a connection that the application makes or has, for example a keyed service, or one that signs in with Microsoft Entra ID.
    /// </summary>
    /// <remarks>
    /// The connection stays the application's: this library never closes it. The factory runs in the background when the application starts. If it throws, it runs
    /// again when the cache is used.
    /// </remarks>
    /// <param name="builder">The feature management builder.</param>
    /// <param name="connect">
    /// Makes or gets the connection, for example <c>services => Task.FromResult(services.GetRequiredKeyedService&lt;IConnectionMultiplexer&gt;("cache"))</c>.
    /// It gets the application's services.
    /// </param>
    /// <param name="instanceName">The start of every key in Redis. It comes before <c>PostHog:Cache:KeyPrefix</c>. Default: empty.</param>
    public static IFeatureManagementBuilder AddPostHogRedis(
        this IFeatureManagementBuilder builder, Func<IServiceProvider, Task<IConnectionMultiplexer>> connect, string instanceName = "")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connect);
        builder.Services.TryAddRedis(RedisSource.Applications(connect, instanceName));
        return builder;
    }

    private static bool TryAddRedis(this IServiceCollection services, RedisSource source)
    {
        if (services.Any(static service => service.ServiceType == typeof(RedisSource)))
        {
            return false;
        }

        services.AddPostHogClock();
        services.AddSingleton(source);
        services.AddSingleton<RedisConnection>();
        services.AddHostedService<RedisStart>();
        services.TryAddKeyedSingleton<IDistributedCache, RedisDistributedCache>(DistributedCacheLocator.ServiceKey);
        services.TryAddSingleton<IFleetBackend, RedisFleetBackend>();
        return true;
    }
}
