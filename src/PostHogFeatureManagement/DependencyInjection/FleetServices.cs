using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Fleet;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Registers what instances tell each other through the distributed cache.</summary>
internal static class FleetServices
{
    public static IServiceCollection AddPostHogFleet(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider =>
        {
            PostHogCacheOptions cache = provider.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value.Cache;
            PostHogEndpoints endpoints = provider.GetRequiredService<PostHogEndpoints>();
            TimeProvider time = provider.LibraryClock();

            // The store that keeps the answers already logs when the cache is down.
            NullLogger silent = NullLogger.Instance;
            var store = new DistributedStore(DistributedCacheLocator.Find(provider, silent), cache.DistributedTimeout, time, silent);
            return new SharedBreakerStore(store, new SharedBreakerSeal(endpoints.Host, endpoints.ProjectToken, cache), time);
        });
        services.AddHostedService<SharedBreakerSync>();
        return services;
    }
}
