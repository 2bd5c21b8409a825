using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>
/// The one connection to Redis. It is made in the background when first asked for; a lost one comes back by itself. Safe for concurrent use.
/// </summary>
internal sealed class RedisConnection(RedisSettings settings) : IDisposable
{
    private readonly Lock _gate = new();
    private Task<ConnectionMultiplexer>? _connecting;
    private bool _isDisposed;

    /// <summary>What keys start with.</summary>
    public string InstanceName => settings.InstanceName;

    /// <summary>The connection, which need not be up. An attempt that failed altogether is repeated by the next call.</summary>
    public Task<ConnectionMultiplexer> GetAsync()
    {
        Task<ConnectionMultiplexer>? connecting = Volatile.Read(ref _connecting);
        if (connecting is { IsCompletedSuccessfully: true })
        {
            return connecting;
        }

        lock (_gate)
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
        lock (_gate)
        {
            _isDisposed = true;
        }

        if (_connecting is not null)
        {
            _ = CloseAsync(_connecting);
        }
    }

    // Looking up the host's name may block, and must not block the caller; nor must what goes along with their request live as long as the connection.
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
            // It was not connected, which is what is wanted.
        }
    }
}
