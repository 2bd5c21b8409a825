using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>
/// The keys of recent callers who are nothing but ids, because hashing them would be the greater part of a warm check. There is one place for each hash code, and whoever comes later takes it.
/// Properties and groups are the application's own objects and may change between two looks, so callers who have some are not kept. Thread-safe.
/// </summary>
internal sealed class RecentContextKeys
{
    /// <summary>A power of two. Full, with ids of usual length, it holds about a megabyte.</summary>
    private const int Places = 4096;

    /// <summary>PostHog's own limit for a distinct id.</summary>
    private const int MaxIdLength = 200;

    private readonly Entry?[] _entries = new Entry?[Places];

    public static bool CanKeep(PostHogContext context) =>
        context is { DistinctId.Length: <= MaxIdLength, PersonProperties.Count: 0, Groups.Count: 0 }
        && (context.DeviceId?.Length ?? 0) <= MaxIdLength
        && (context.AnonymousDistinctId?.Length ?? 0) <= MaxIdLength;

    public bool TryGet(PostHogContext context, out CacheKey key)
    {
        Entry? entry = Volatile.Read(ref Place(context));
        bool isFound = entry is not null && entry.IsFor(context);
        key = isFound ? entry!.Key : default;
        return isFound;
    }

    public void Add(PostHogContext context, CacheKey key) => Volatile.Write(ref Place(context), new Entry(context, key));

    private ref Entry? Place(PostHogContext context) => ref _entries[string.GetHashCode(context.DistinctId, StringComparison.Ordinal) & (Places - 1)];

    private sealed class Entry(PostHogContext context, CacheKey key)
    {
        private readonly string? _distinctId = context.DistinctId;
        private readonly string? _deviceId = context.DeviceId;
        private readonly string? _anonymousDistinctId = context.AnonymousDistinctId;

        public CacheKey Key { get; } = key;

        public bool IsFor(PostHogContext context) =>
            string.Equals(_distinctId, context.DistinctId, StringComparison.Ordinal)
            && string.Equals(_deviceId, context.DeviceId, StringComparison.Ordinal)
            && string.Equals(_anonymousDistinctId, context.AnonymousDistinctId, StringComparison.Ordinal);
    }
}
