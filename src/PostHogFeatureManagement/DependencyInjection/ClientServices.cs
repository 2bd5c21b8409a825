using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Registers the HTTP client, its pipelines and <see cref="IPostHogClient"/>.</summary>
internal static class ClientServices
{
    internal static IServiceCollection AddPostHogClient(this IServiceCollection services)
    {
        if (services.Any(static service => service.ServiceType == typeof(ClientPipelines)))
        {
            return services;
        }

        services.AddPostHogClock();
        services.TryAddSingleton(Jitter.Random);
        services.TryAddSingleton<PostHogEndpoints>();
        services.TryAddSingleton<FlagsRequestWriter>();
        services.TryAddSingleton<LogThrottle>();
        services.TryAddSingleton<FlagsExchange>();
        services.TryAddSingleton<DefinitionsExchange>();
        services.TryAddSingleton<Pipelines>();
        services.TryAddSingleton<ClientPipelines>();
        services.TryAddSingleton<IClientStatus>(static provider => provider.GetRequiredService<ClientPipelines>());
        services.TryAddSingleton<IPostHogClient, PostHogClient>();
        services.TryAddSingleton<ISharedBreakerBoard>(static provider =>
        {
            PostHogFeatureManagementOptions options = provider.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value;
            TimeProvider timeProvider = provider.LibraryClock();

            // The store that keeps the answers already logs when the cache is down.
            NullLogger silent = NullLogger.Instance;
            var store = new DistributedStore(DistributedCacheLocator.Find(provider, silent), options.Cache.DistributedTimeout, timeProvider, silent);
            return new SharedBreakerBoard(store, options, timeProvider);
        });
        services.AddHostedService<SharedBreakerWatch>();
        AddHttp(services);
        return services;
    }

    /// <summary>
    /// Removes handlers that the application adds to all its clients. A second set of retries and timeouts around these pipelines would break their guarantees,
    /// and loggers would write addresses. Handlers that are later added to this client by name stay.
    /// </summary>
    private static void AddHttp(IServiceCollection services) => services
        .AddHttpClient(PostHogHttp.ClientName, PostHogHttp.Configure)
        .ConfigurePrimaryHttpMessageHandler(PostHogHttp.CreateHandler)
        .ConfigureAdditionalHttpMessageHandlers(static (handlers, _) => handlers.Clear())
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .RemoveAllLoggers();
}
