using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>When an entry ends, in the terms of Microsoft's Redis cache: two numbers of ticks, -1 for "not so".</summary>
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

    /// <summary>How long the entry lives from now when nobody uses it; null for ever.</summary>
    public TimeSpan? Remaining(DateTimeOffset now)
    {
        TimeSpan? absolute = AbsoluteTicks == None ? null : TimeSpan.FromTicks(AbsoluteTicks - now.UtcTicks);
        TimeSpan? sliding = SlidingTicks == None ? null : TimeSpan.FromTicks(SlidingTicks);
        return absolute is null || sliding < absolute ? sliding : absolute;
    }

    private static long Ticks(RedisValue value) => value.IsNull || !value.TryParse(out long ticks) || ticks < 0 ? None : ticks;
}
