using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>When an entry expires, in the format of Microsoft's Redis cache: two tick counts, where -1 means none.</summary>
internal readonly record struct RedisExpiry(long AbsoluteTicks, long SlidingTicks)
{
    private const long None = -1;

    public static RedisExpiry From(DistributedCacheEntryOptions options, DateTimeOffset now)
    {
        DateTimeOffset? absolute = options.AbsoluteExpirationRelativeToNow is { } relative ? now + relative : options.AbsoluteExpiration;
        return new RedisExpiry(absolute?.UtcTicks ?? None, options.SlidingExpiration?.Ticks ?? None);
    }

    public static RedisExpiry From(RedisValue absolute, RedisValue sliding) => new(Ticks(absolute), Ticks(sliding));

    public bool Slides => SlidingTicks != None;

    /// <summary>How long the entry lives if it is not used. Null means forever.</summary>
    public TimeSpan? Remaining(DateTimeOffset now)
    {
        TimeSpan? absolute = AbsoluteTicks == None ? null : TimeSpan.FromTicks(AbsoluteTicks - now.UtcTicks);
        TimeSpan? sliding = SlidingTicks == None ? null : TimeSpan.FromTicks(SlidingTicks);
        return absolute is null || sliding < absolute ? sliding : absolute;
    }

    private static long Ticks(RedisValue value) => value.IsNull || !value.TryParse(out long ticks) || ticks < 0 ? None : ticks;
}
