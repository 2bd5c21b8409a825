using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Caching.Memory;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Flags.RemoteConfig;

/// <summary>Remote config through the cache. An unknown key is kept in this process only, so that no instance hides a new one from the others.</summary>
internal sealed class PostHogRemoteConfig : IPostHogRemoteConfig
{
    private const int StackSize = 512;

    private readonly RemoteConfigSource _source;
    private readonly CurrentRequests _requests;
    private readonly WaitLimit _waitLimit;
    private readonly CacheHasher _hasher;
    private readonly LogThrottle _throttle;
    private readonly ILogger _logger;
    private readonly PostHogSwitch _posthog;
    private readonly bool _isOffline;
    private readonly bool _hasSecretKey;
    private readonly PostHogProject _project;
    private readonly TwoLevelCache<RemoteConfigEntry> _cache;

    public PostHogRemoteConfig(
        RemoteConfigSource source,
        CurrentRequests requests,
        WaitLimit waitLimit,
        PostHogSwitch posthog,
        IOptions<PostHogFeatureManagementOptions> options,
        CacheHasher hasher,
        DistributedStore store,
        LogThrottle throttle,
        PostHogMetrics metrics,
        [LibraryClock] TimeProvider time,
        ILogger<PostHogRemoteConfig> logger)
    {
        _source = source;
        _requests = requests;
        _waitLimit = waitLimit;
        _hasher = hasher;
        _throttle = throttle;
        _logger = logger;
        _posthog = posthog;
        _isOffline = options.Value.Definitions.Offline;
        _hasSecretKey = !string.IsNullOrWhiteSpace(options.Value.SecretKey);
        _project = PostHogProject.Of(options.Value);
        PostHogCacheOptions settings = options.Value.Cache;
        var lifetimes = new CacheLifetimes(settings);
        DistributedLevel<RemoteConfigEntry>? distributed = store.Exists
            ? new(store, new RemoteConfigCodec(), hasher, settings.KeyPrefix, lifetimes.Longest, time, logger)
            : null;
        var limits = new CacheLimits<RemoteConfigEntry>(settings.SizeLimit, new MemoryShares(settings.MemoryLimit).RemoteConfig, static entry => entry.Size);
        _cache = new TwoLevelCache<RemoteConfigEntry>(lifetimes, limits, distributed, metrics, time, logger);
    }

    private FlagReason? Refusal => !_posthog.UsesAnswers ? FlagReason.Disabled
        : _isOffline ? FlagReason.LocalOnly
        : _hasSecretKey ? null : FlagReason.MissingSecretKey;

    public ValueTask<RemoteConfigResult> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (Refusal is { } refusal)
        {
            Report(refusal);
            return new(NoValue(refusal));
        }

        if (!FlagKeys.IsPossibleInPath(key))
        {
            return new(NoValue(FlagReason.FlagNotFound));
        }

        TimeSpan waitAtMost = _waitLimit.For(_requests.Find()?.State);
        ValueTask<CacheAnswer<RemoteConfigEntry>> pending =
            _cache.GetAsync(KeyOf(key), (_source, key), RemoteConfigSource.Fetch, waitAtMost, cancellationToken);
        return pending.IsCompletedSuccessfully ? new(ToResult(pending.Result)) : Awaited(pending);

        static async ValueTask<RemoteConfigResult> Awaited(ValueTask<CacheAnswer<RemoteConfigEntry>> pending) => ToResult(await pending.ConfigureAwait(false));
    }

    private static RemoteConfigResult NoValue(FlagReason reason) => new(null, reason, FlagSource.Default);

    private static RemoteConfigResult ToResult(in CacheAnswer<RemoteConfigEntry> found)
    {
        if (found.Freshness == CacheFreshness.None)
        {
            return NoValue(found.Value?.Reason ?? (found.IsWaitedOut ? FlagReason.Pending : FlagReason.RequestFailed));
        }

        FlagSource source = found switch
        {
            { Origin: CacheOrigin.Fetched } => FlagSource.Remote,
            { Freshness: CacheFreshness.Fresh } => FlagSource.Cache,
            _ => FlagSource.Stale,
        };
        return found.Value is { } entry ? new(entry.Payload?.Json, entry.Reason, source) : new(null, FlagReason.FlagNotFound, source);
    }

    private CacheKey KeyOf(string key)
    {
        var builder = new CacheKeyBuilder(stackalloc byte[StackSize]);
        try
        {
            builder.Add(_project.Token);
            builder.Add(_project.Host);
            builder.Add(key);
            return builder.Build(_hasher);
        }
        finally
        {
            builder.Dispose();
        }
    }

    private void Report(FlagReason refusal)
    {
        if (refusal == FlagReason.MissingSecretKey && _throttle.IsDue(LogEvents.RemoteConfigWithoutSecretKey, string.Empty, LogThrottle.Forever))
        {
            _logger.RemoteConfigWithoutSecretKey();
        }
    }
}
