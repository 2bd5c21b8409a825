using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>
/// The single connection to Redis. It is made in the background on first use and reconnects by itself. Safe for concurrent use.
/// </summary>
internal sealed class RedisConnection(RedisSettings settings) : IDisposable
{
    private readonly Lock _lock = new();
    private Task<ConnectionMultiplexer>? _connecting;
    private bool _isDisposed;

    /// <summary>The start of every key.</summary>
    public string InstanceName => settings.InstanceName;

    /// <summary>Gets the connection, which may be down. If connecting failed, the next call tries again.</summary>
    public Task<ConnectionMultiplexer> GetAsync()
    {
        Task<ConnectionMultiplexer>? connecting = Volatile.Read(ref _connecting);
        if (connecting is { IsCompletedSuccessfully: true })
        {
            return connecting;
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_connecting is null || _connecting.IsFaulted || _connecting.IsCanceled)
            {
                _connecting = ConnectAsync();
            }

            return _connecting;
        }
    }

    public async Task<IDatabase> GetDatabaseAsync()
    {
        ConnectionMultiplexer connection = await GetAsync().ConfigureAwait(false);
        return connection.GetDatabase();
    }

    /// <summary>Closes the connection without waiting for a Redis that may not answer.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        if (_connecting is not null)
        {
            _ = CloseAsync(_connecting);
        }
    }

    // Runs on another thread because resolving the host name may block. Without the execution context, because the connection would keep the first
    // caller's AsyncLocal values alive.
    private Task<ConnectionMultiplexer> ConnectAsync()
    {
        AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        try
        {
            return Task.Run(() => ConnectionMultiplexer.ConnectAsync(settings.Configuration));
        }
        finally
        {
            flow?.Undo();
        }
    }

    private static async Task CloseAsync(Task<ConnectionMultiplexer> connecting)
    {
        try
        {
            ConnectionMultiplexer connection = await connecting.ConfigureAwait(false);
            await connection.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RedisException or ObjectDisposedException)
        {
            // There was no connection to close.
        }
    }
}
