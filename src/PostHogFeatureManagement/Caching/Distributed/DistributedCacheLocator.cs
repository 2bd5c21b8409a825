using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>Finds the distributed cache: the one registered for PostHog, or else the application's own.</summary>
internal static class DistributedCacheLocator
{
    /// <summary>The service key of a cache for PostHog only.</summary>
    public const string ServiceKey = "PostHog";

    /// <summary>Null when there is none, when it only keeps values in the memory of this process, or when it cannot be created.</summary>
    public static IDistributedCache? Find(IServiceProvider services, ILogger logger)
    {
        try
        {
            IDistributedCache? cache = services.GetKeyedService<IDistributedCache>(ServiceKey) ?? services.GetService<IDistributedCache>();
            return cache is MemoryDistributedCache ? null : cache;
        }
        catch (Exception exception)
        {
            logger.DistributedCacheUnusable(exception);
            return null;
        }
    }
}
