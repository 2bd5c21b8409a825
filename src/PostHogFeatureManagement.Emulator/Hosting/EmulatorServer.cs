using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>A Kestrel on the emulator's port that can be stopped and started again, as an outage would.</summary>
internal sealed class EmulatorServer(LoopbackPort port, RequestDelegate handler, ILoggerFactory loggers) : IAsyncDisposable, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private KestrelServer? _server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_server is null)
            {
                KestrelServer server = Create();
                await server.StartAsync(new EmulatorApplication(handler), cancellationToken).ConfigureAwait(false);
                _server = server;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Closes every connection at once; new ones are refused, and the port stays ours.</summary>
    public async Task StopAsync()
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_server is not null)
            {
                await CloseAsync(_server).ConfigureAwait(false);
                _server = null;
            }

            port.Hold();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await CloseAsync(server).ConfigureAwait(false);
        }

        _gate.Dispose();
    }

    public void Dispose()
    {
        _server?.Dispose();
        _server = null;
        _gate.Dispose();
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
        var transport = new SocketTransportOptions { CreateBoundListenSocket = _ => port.Take() };
        return new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(transport), loggers),
            loggers);
    }
}
