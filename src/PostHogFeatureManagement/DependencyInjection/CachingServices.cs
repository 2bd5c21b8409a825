using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Configuration.Reading;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Registers the caches in this process and the store in the distributed cache.</summary>
internal static class CachingServices
{
    public static IServiceCollection AddPostHogCaching(this IServiceCollection services)
    {
        services.AddPostHogClock();
        services.TryAddSingleton(static provider => new CacheHasher(Options(provider).Cache.KeySecret));
        services.TryAddSingleton(Cipher);
        services.AddHostedService<EncryptionCheck>();
        services.TryAddSingleton(static provider =>
        {
            ILogger logger = provider.GetRequiredService<ILogger<DistributedStore>>();
            return new DistributedStore(
                DistributedCacheLocator.Find(provider, logger),
                Options(provider).Cache.DistributedTimeout,
                provider.LibraryClock(),
                logger,
                provider.GetRequiredService<ValueCipher>());
        });
        return services;
    }

    private static ValueCipher Cipher(IServiceProvider provider) => !Options(provider).Cache.Encrypt
        ? ValueCipher.None
        : ValueCipher.Over(KeyRing.Require(provider, OptionsSection.PathOf(provider, EncryptionCheck.Setting)), provider.GetRequiredService<ILogger<ValueCipher>>());

    private static PostHogFeatureManagementOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value;
}
