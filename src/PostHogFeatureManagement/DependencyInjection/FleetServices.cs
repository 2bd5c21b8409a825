using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Fleet.Copy;
using PostHogFeatureManagement.Fleet.Lease;
using PostHogFeatureManagement.Fleet.Storage;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Registers what instances tell each other through the distributed cache.</summary>
internal static class FleetServices
{
    public static IServiceCollection AddPostHogFleet(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider =>
        {
            PostHogFeatureManagementOptions options = Options(provider);
            return new FleetScope(PostHogProject.Of(options), options.Cache);
        });
        services.TryAddSingleton(static provider => new FleetStorage(
            provider.GetService<IFleetBackend>() ?? CacheBackend.Over(DistributedCacheLocator.Find(provider, NullLogger.Instance)), provider.LibraryClock()));
        services.TryAddSingleton(static provider =>
        {
            PostHogCacheOptions cache = Options(provider).Cache;
            TimeProvider time = provider.LibraryClock();

            // The store that keeps the answers already logs when the cache is down.
            NullLogger silent = NullLogger.Instance;
            var store = new DistributedStore(DistributedCacheLocator.Find(provider, silent), cache.DistributedTimeout, time, silent, ValueCipher.None);
            return new SharedBreakerStore(store, provider.GetRequiredService<FleetScope>().CircuitNotes, time);
        });
        services.TryAddSingleton(static provider => new SharedCopy(
            provider.GetRequiredService<FleetStorage>(),
            provider.GetRequiredService<FleetScope>(),
            provider.GetRequiredService<ValueCipher>(),
            Options(provider).Cache.FailSafeFor,
            provider.LibraryClock()));
        services.TryAddSingleton(static provider => new LeaseKeeper(
            provider.GetRequiredService<FleetStorage>(),
            provider.GetRequiredService<FleetScope>(),
            new PollDuty(Guid.NewGuid(), Options(provider).Definitions.PollInterval, provider.GetRequiredService<Jitter>()),
            provider.LibraryClock()));
        services.TryAddSingleton<SharedExposures>();
        services.AddHostedService<SharedBreakerSync>();
        return services;
    }

    private static PostHogFeatureManagementOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value;
}
