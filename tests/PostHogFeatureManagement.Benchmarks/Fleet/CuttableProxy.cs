using System.Net;
using System.Net.Sockets;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>Forwards connections to a server on this machine until it is cut. Then open connections end and new ones are closed at once.</summary>
internal sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Task _accepting;
    private CancellationTokenSource _open = new();

    public CuttableProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public bool IsCut { get; private set; }

    public async Task CutAsync()
    {
        IsCut = true;
        await _open.CancelAsync();
    }

    public void Mend()
    {
        _open.Dispose();
        _open = new CancellationTokenSource();
        IsCut = false;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _open.CancelAsync();
        await _accepting;
        _open.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (SocketException)
            {
                return;
            }

            _ = IsCut ? CloseAsync(client) : ForwardAsync(client, _open.Token);
        }
    }

    private static Task CloseAsync(TcpClient client)
    {
        client.Dispose();
        return Task.CompletedTask;
    }

    private async Task ForwardAsync(TcpClient client, CancellationToken cut)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, cut);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream(), cut),
                    server.GetStream().CopyToAsync(client.GetStream(), cut));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // Either side has gone.
            }
        }
    }
}
