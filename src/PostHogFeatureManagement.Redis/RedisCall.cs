namespace PostHogFeatureManagement.Redis;

/// <summary>
/// Waits for a call without staying on the thread that completes it: StackExchange.Redis 1.x completes all calls on one thread in turn, so whoever blocks there blocks them all.
/// </summary>
internal static class RedisCall
{
    public static async Task<T> OffItsThreadAsync<T>(this Task<T> call)
    {
        await ((Task)call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Yield();
        return await call.ConfigureAwait(false);
    }
}
