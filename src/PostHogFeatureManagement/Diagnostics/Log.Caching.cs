using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Diagnostics;

/// <summary>Log messages of Caching, 400–499. Keys are not logged: without a key secret, whoever knows a person could look for them.</summary>
internal static partial class Log
{
    [LoggerMessage(LogEvents.DistributedCachePaused, LogLevel.Warning, "The distributed cache fails or is too slow; it is left alone, with a trial every {Seconds} s. Answers come from memory and from PostHog.", EventName = nameof(DistributedCachePaused))]
    public static partial void DistributedCachePaused(ILogger logger, double seconds, Exception exception);

    [LoggerMessage(LogEvents.DistributedCacheRecovered, LogLevel.Information, "The distributed cache answers again.", EventName = nameof(DistributedCacheRecovered))]
    public static partial void DistributedCacheRecovered(ILogger logger);

    [LoggerMessage(LogEvents.DistributedCacheUnusable, LogLevel.Error, "The registered distributed cache cannot be created; answers are kept in memory only.", EventName = nameof(DistributedCacheUnusable))]
    public static partial void DistributedCacheUnusable(ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.CacheLoadFailed, LogLevel.Error, "Loading a value for the cache failed unexpectedly; the last good value is used.", EventName = nameof(CacheLoadFailed))]
    public static partial void CacheLoadFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.CacheCodecFailed, LogLevel.Error, "A value of the distributed cache could not be written or read; it counts as missing.", EventName = nameof(CacheCodecFailed))]
    public static partial void CacheCodecFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.CacheKeyFailed, LogLevel.Error, "The properties of a PostHog context could not be read; PostHog is not asked for it.", EventName = nameof(CacheKeyFailed))]
    public static partial void CacheKeyFailed(ILogger logger, Exception exception);
}
