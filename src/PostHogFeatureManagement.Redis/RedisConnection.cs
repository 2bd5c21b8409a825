using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>
/// The single connection to Redis. It is made in the background, at the start or on first use, and reconnects by itself. Safe for concurrent use.
/// </summary>
internal sealed class RedisConnection(RedisSource source, IServiceProvider services, ILogger<RedisConnection> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private Task<IConnectionMultiplexer>? _connecting;
    private bool _isDisposed;
    private int _isUnreachable;

    /// <summary>The start of every key.</summary>
    public string InstanceName => source.InstanceName;

    /// <summary>Gets the connection, which may be down. If connecting failed, the next call tries again.</summary>
    public Task<IConnectionMultiplexer> GetAsync()
    {
        Task<IConnectionMultiplexer>? connecting = Volatile.Read(ref _connecting);
        if (connecting is { IsCompletedSuccessfully: true })
        {
            return connecting;
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_connecting is null || _connecting.IsFaulted || _connecting.IsCanceled)
            {
                _connecting = BeginConnecting();
            }

            return _connecting;
        }
    }

    public async Task<IDatabase> GetDatabaseAsync()
    {
        IConnectionMultiplexer connection = await GetAsync().ConfigureAwait(false);
        return connection.GetDatabase();
    }

    /// <summary>Closes the connection without waiting for a Redis that may not answer. The application's own stays open.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        if (_connecting is not null && source.IsOurs)
        {
            _ = CloseAsync(_connecting);
        }
    }

    // Runs on another thread because resolving the host name may block, and so may the application's factory. Without the execution context, because the
    // connection would keep the first caller's AsyncLocal values alive.
    private Task<IConnectionMultiplexer> BeginConnecting()
    {
        AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        try
        {
            return Task.Run(ConnectAsync);
        }
        finally
        {
            flow?.Undo();
        }
    }

    private async Task<IConnectionMultiplexer> ConnectAsync()
    {
        try
        {
            IConnectionMultiplexer connection = await source.ConnectAsync(services).ConfigureAwait(false);
            _ = CheckAsync(connection);
            return connection;
        }
        catch (Exception exception)
        {
            // The application's factory may throw anything.
            Report(exception);
            throw;
        }
    }

    // A connection that is down exists all the same. Only a command says why it is down.
    private async Task CheckAsync(IConnectionMultiplexer connection)
    {
        try
        {
            await connection.GetDatabase().PingAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Report(exception);
        }
        catch (ObjectDisposedException)
        {
            // The application has already stopped.
        }
    }

    private void Report(Exception exception)
    {
        if (Interlocked.Exchange(ref _isUnreachable, 1) == 0)
        {
            logger.RedisUnreachable(exception);
        }
    }

    private static async Task CloseAsync(Task<IConnectionMultiplexer> connecting)
    {
        try
        {
            IConnectionMultiplexer connection = await connecting.ConfigureAwait(false);
            await connection.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // There was no connection to close.
        }
    }
}
