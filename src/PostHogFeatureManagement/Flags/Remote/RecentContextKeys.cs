using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>
/// The keys of recent callers who have only ids, because hashing would take most of the time of a warm check. Each hash code has one entry, and a later caller
/// replaces it. Callers with properties or groups are not kept, because comparing those costs as much as hashing them. Thread-safe.
/// </summary>
internal sealed class RecentContextKeys
{
    /// <summary>A power of two. When full, with ids of usual length, the entries take about a megabyte.</summary>
    private const int Size = 4096;

    /// <summary>PostHog's own limit for a distinct id.</summary>
    private const int MaxIdLength = 200;

    private readonly Entry?[] _entries = new Entry?[Size];

    public static bool CanKeep(PostHogContext context) =>
        context is { DistinctId.Length: <= MaxIdLength, PersonProperties.Count: 0, Groups.Count: 0 }
        && (context.DeviceId?.Length ?? 0) <= MaxIdLength
        && (context.AnonymousDistinctId?.Length ?? 0) <= MaxIdLength;

    public bool TryGet(PostHogContext context, out CacheKey key)
    {
        Entry? entry = Volatile.Read(ref EntryFor(context));
        bool isFound = entry is not null && entry.IsFor(context);
        key = isFound ? entry!.Key : default;
        return isFound;
    }

    public void Add(PostHogContext context, CacheKey key) => Volatile.Write(ref EntryFor(context), new Entry(context, key));

    private ref Entry? EntryFor(PostHogContext context) => ref _entries[string.GetHashCode(context.DistinctId, StringComparison.Ordinal) & (Size - 1)];

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
