using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Redis;

/// <summary>
/// A distributed cache in Redis with the storage format of Microsoft.Extensions.Caching.StackExchangeRedis, so that each can read the other's entries.
/// An entry is a hash with the fields <c>absexp</c>, <c>sldexp</c> and <c>data</c>, and Redis expires it. Calls have no time-out; the caller sets one.
/// Safe for concurrent use.
/// </summary>
internal sealed class RedisDistributedCache(RedisConnection connection, [LibraryClock] TimeProvider time) : IDistributedCache
{
    private static readonly RedisValue AbsoluteField = "absexp";
    private static readonly RedisValue SlidingField = "sldexp";
    private static readonly RedisValue DataField = "data";
    private static readonly RedisValue[] AllFields = [AbsoluteField, SlidingField, DataField];
    private static readonly RedisValue[] ExpiryFields = [AbsoluteField, SlidingField];

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        RedisValue[] fields = await ReadAsync(key, AllFields).ConfigureAwait(false);
        return fields.Length == 0 ? null : (byte[]?)fields[2];
    }

    public Task RefreshAsync(string key, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        return ReadAsync(key, ExpiryFields);
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        IDatabase database = await connection.GetDatabaseAsync().ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        RedisExpiry expiry = RedisExpiry.From(options, now);
        RedisKey name = Name(key);
        ITransaction transaction = database.CreateTransaction();

        // Delete the key first, because a hash field cannot be set in a key of another type.
        Observe(transaction.KeyDeleteAsync(name, CommandFlags.None));
        HashEntry[] fields = [new(AbsoluteField, expiry.AbsoluteTicks), new(SlidingField, expiry.SlidingTicks), new(DataField, value)];
        Observe(transaction.HashSetAsync(name, fields, CommandFlags.None));
        if (expiry.Remaining(now) is { } remaining)
        {
            Observe(transaction.KeyExpireAsync(name, remaining, CommandFlags.None));
        }

        if (!await transaction.ExecuteAsync(CommandFlags.None).ConfigureAwait(false))
        {
            throw new InvalidOperationException("Redis did not store the entry.");
        }
    }

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        IDatabase database = await connection.GetDatabaseAsync().ConfigureAwait(false);
        await database.KeyDeleteAsync(Name(key), CommandFlags.None).ConfigureAwait(false);
    }

    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    public void Refresh(string key) => RefreshAsync(key).GetAwaiter().GetResult();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).GetAwaiter().GetResult();

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    private RedisKey Name(string key) => connection.InstanceName + key;

    private async Task<RedisValue[]> ReadAsync(string key, RedisValue[] names)
    {
        IDatabase database = await connection.GetDatabaseAsync().ConfigureAwait(false);
        RedisKey name = Name(key);
        RedisValue[] fields;
        try
        {
            fields = await database.HashGetAsync(name, names, CommandFlags.None).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            // The key holds another type of value. The next write replaces it.
            return [];
        }

        RedisExpiry expiry = RedisExpiry.From(fields[0], fields[1]);
        if (expiry.Slides && expiry.Remaining(time.GetUtcNow()) is { } remaining)
        {
            await database.KeyExpireAsync(name, remaining, CommandFlags.None).ConfigureAwait(false);
        }

        return fields;
    }

    /// <summary>Keeps a command's failure from becoming an unobserved task exception. The transaction itself reports success or failure.</summary>
    private static void Observe(Task part) => _ = part.ContinueWith(
        static failed => _ = failed.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
