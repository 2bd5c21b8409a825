using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Fleet.Storage;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Registers what instances tell each other through the distributed cache.</summary>
internal static class FleetServices
{
    public static IServiceCollection AddPostHogFleet(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider =>
        {
            PostHogFeatureManagementOptions options = provider.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value;
            return new FleetScope(PostHogProject.Of(options), options.Cache);
        });
        services.TryAddSingleton(static provider => new FleetStorage(provider.GetService<IFleetBackend>() ?? AnyCache(provider), provider.LibraryClock()));
        services.TryAddSingleton(static provider =>
        {
            PostHogCacheOptions cache = provider.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value.Cache;
            TimeProvider time = provider.LibraryClock();

            // The store that keeps the answers already logs when the cache is down.
            NullLogger silent = NullLogger.Instance;
            var store = new DistributedStore(DistributedCacheLocator.Find(provider, silent), cache.DistributedTimeout, time, silent);
            return new SharedBreakerStore(store, provider.GetRequiredService<FleetScope>().CircuitNotes, time);
        });
        services.AddHostedService<SharedBreakerSync>();
        return services;
    }

    private static CacheBackend? AnyCache(IServiceProvider provider) =>
        DistributedCacheLocator.Find(provider, NullLogger.Instance) is { } cache ? new CacheBackend(cache) : null;
}
