using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>A Kestrel server on the emulator's port that can stop and start again, to simulate an outage.</summary>
internal sealed class EmulatorServer(LoopbackPort port, RequestDelegate handler, ILoggerFactory loggers) : IAsyncDisposable, IDisposable
{
    // Never disposed: a host may stop the emulator after disposing it. Only the unused wait handle would need disposal.
    private readonly SemaphoreSlim _gate = new(1, 1);
    private KestrelServer? _server;
    private volatile bool _isDisposed;
    private volatile bool _wasUsed;

    /// <summary>Whether the server was ever started or stopped.</summary>
    public bool WasUsed => _wasUsed;

    /// <summary>Starts to listen, unless the server listens already.</summary>
    /// <param name="onlyAtFirst">Whether to leave a server alone that was started or stopped before.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>Whether this call started the server.</returns>
    public async Task<bool> StartAsync(bool onlyAtFirst, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_server is not null || (onlyAtFirst && WasUsed))
            {
                return false;
            }

            KestrelServer server = Create();
            await server.StartAsync(new EmulatorApplication(handler), cancellationToken).ConfigureAwait(false);
            _server = server;
            _wasUsed = true;
            if (_isDisposed)
            {
                Dispose();
            }

            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Closes every connection at once and refuses new ones. The emulator keeps the port.</summary>
    public Task StopAsync() => EndAsync(isDisposing: false);

    public async ValueTask DisposeAsync() => await EndAsync(isDisposing: true).ConfigureAwait(false);

    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _server, null)?.Dispose();
    }

    private async Task EndAsync(bool isDisposing)
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            _wasUsed = true;
            if (Interlocked.Exchange(ref _server, null) is { } server)
            {
                await CloseAsync(server).ConfigureAwait(false);
            }

            _isDisposed |= isDisposing;
            if (!_isDisposed)
            {
                port.Hold();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task CloseAsync(KestrelServer server)
    {
        // With a canceled token, Kestrel aborts open requests instead of waiting for them. Requests that hang because of a fault would never end.
        await server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        server.Dispose();
    }

    private KestrelServer Create()
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, port.Number);
        var transport = new SocketTransportOptions { CreateBoundListenSocket = _ => port.Take() };
        return new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(transport), loggers),
            loggers);
    }
}
