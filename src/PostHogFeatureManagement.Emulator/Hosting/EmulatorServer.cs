using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>A Kestrel on the emulator's port that can be stopped and started again, as an outage would.</summary>
internal sealed class EmulatorServer(LoopbackPort port, RequestDelegate handler, ILoggerFactory loggers) : IAsyncDisposable, IDisposable
{
    // Never disposed, which it needs only for its wait handle: a host that is stopped and disposed at once may still stop us afterwards.
    private readonly SemaphoreSlim _lock = new(1, 1);
    private KestrelServer? _server;
    private Socket? _early;
    private volatile CancellationTokenSource _outage = new();
    private volatile bool _isDisposed;
    private volatile bool _wasUsed;

    /// <summary>Accepts connections that wait for the first start. A server that was started or stopped before stays as it is.</summary>
    /// <returns>Whether that start is still to come.</returns>
    public bool TryListenEarly()
    {
        _lock.Wait();
        try
        {
            bool isFirst = !_wasUsed && !_isDisposed;
            if (isFirst && port.CanStopListening)
            {
                _early ??= port.Listen();
            }

            return isFirst;
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Starts listening, unless the server already listens.</summary>
    /// <returns>Whether this call started the server or ended an outage.</returns>
    public Task<bool> StartAsync(CancellationToken cancellationToken) => StartAsync(onlyAtFirst: false, cancellationToken);

    /// <summary>The same for a server that was never started or stopped. Any other stays as it is.</summary>
    public Task<bool> StartFirstAsync() => StartAsync(onlyAtFirst: true, CancellationToken.None);

    /// <summary>
    /// Closes every connection and refuses new ones. Where the system would give the port away, it resets the connection of every request instead.
    /// The port stays ours.
    /// </summary>
    public Task StopAsync() => EndAsync(isDisposing: false);

    public async ValueTask DisposeAsync() => await EndAsync(isDisposing: true).ConfigureAwait(false);

    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _early, null)?.Dispose();
        Interlocked.Exchange(ref _server, null)?.Dispose();
    }

    private async Task<bool> StartAsync(bool onlyAtFirst, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (onlyAtFirst && _wasUsed)
            {
                return false;
            }

            bool isOutage = _outage.IsCancellationRequested;
            if (isOutage)
            {
                _outage = new CancellationTokenSource();
            }

            if (_server is not null)
            {
                return isOutage;
            }

            KestrelServer server = Create();
            await server.StartAsync(new EmulatorApplication(ServeAsync), cancellationToken).ConfigureAwait(false);
            _server = server;
            _wasUsed = true;
            if (_isDisposed)
            {
                // A synchronous disposal does not wait for a start.
                Dispose();
            }

            return true;
        }
        finally
        {
            _lock.Release();
        }
    }

    private async Task EndAsync(bool isDisposing)
    {
        await _lock.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            _wasUsed = true;
            _isDisposed |= isDisposing;
            Interlocked.Exchange(ref _early, null)?.Dispose();
            if (!_isDisposed && !port.CanStopListening)
            {
                // Without a server the port would be lost, so this one stays and answers no request.
                await _outage.CancelAsync().ConfigureAwait(false);
            }
            else if (Interlocked.Exchange(ref _server, null) is { } server)
            {
                await CloseAsync(server).ConfigureAwait(false);
            }
        }
        finally
        {
            _lock.Release();
        }
    }

    private static async Task CloseAsync(KestrelServer server)
    {
        // A cancelled token makes Kestrel abort what is under way instead of waiting for it: requests of the hang fault would never end.
        await server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        server.Dispose();
    }

    private KestrelServer Create()
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, port.Number);
        var transport = new SocketTransportOptions { CreateBoundListenSocket = _ => Interlocked.Exchange(ref _early, null) ?? port.Listen() };
        return new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(transport), loggers),
            loggers);
    }

    private async Task ServeAsync(HttpContext context)
    {
        CancellationToken outage = _outage.Token;
        CancellationTokenRegistration cut = outage.UnsafeRegister(static state => ((HttpContext)state!).Abort(), context);
        await using (cut.ConfigureAwait(false))
        {
            if (!outage.IsCancellationRequested)
            {
                await handler(context).ConfigureAwait(false);
            }
        }
    }
}
