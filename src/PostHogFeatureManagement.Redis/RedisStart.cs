using Microsoft.Extensions.Hosting;

namespace PostHogFeatureManagement.Redis;

/// <summary>Begins to connect when the application starts, without waiting, so that a wrong address is logged soon and not at the first check.</summary>
internal sealed class RedisStart(RedisConnection connection) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The connection has logged a failure and tries again on use.
        _ = connection.GetAsync().ContinueWith(
            static failed => _ = failed.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
