using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>The cache and the answers of PostHog's servers kept in it.</summary>
internal static class CachingServices
{
    public static IServiceCollection AddPostHogCaching(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new CacheHasher(Options(provider).Cache.KeySecret));
        services.TryAddSingleton(static provider =>
        {
            ILogger logger = provider.GetRequiredService<ILogger<DistributedStore>>();
            return new DistributedStore(
                DistributedCacheLocator.Find(provider, logger),
                Options(provider).Cache.DistributedTimeout,
                provider.GetRequiredService<TimeProvider>(),
                logger);
        });
        services.TryAddSingleton<RemoteFlags>();
        return services;
    }

    private static PostHogFeatureManagementOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value;
}
