using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>A loopback server that answers every connection with the given bytes and can then reset it.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private static readonly ReservedPort Refusing = new();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<string> _requests = [];
    private readonly Task _accepting;

    private RawServer(byte[] response, bool reset, bool keepOpen)
    {
        _listener.Start();
        _accepting = AcceptAsync(response, reset, keepOpen);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public static RawServer Text(string response, bool reset = false, bool keepOpen = false) => Bytes(Encoding.ASCII.GetBytes(response), reset, keepOpen);

    public static RawServer Bytes(byte[] response, bool reset = false, bool keepOpen = false) => new(response, reset, keepOpen);

    /// <summary>Returns an address that refuses connections, because the socket bound to it never listens.</summary>
    public static string RefusingUrl() => $"http://127.0.0.1:{Refusing.Number}";

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting.ContinueWith(static _ => { }, TaskScheduler.Default);
        _stopping.Dispose();
    }

    private async Task AcceptAsync(byte[] response, bool reset, bool keepOpen)
    {
        while (true)
        {
            using Socket socket = await _listener.AcceptSocketAsync(_stopping.Token);
            byte[] buffer = new byte[8192];
            int read = await socket.ReceiveAsync(buffer, _stopping.Token);
            lock (_requests)
            {
                _requests.Add(Encoding.ASCII.GetString(buffer, 0, read));
            }

            await socket.SendAsync(response, _stopping.Token);
            if (keepOpen)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stopping.Token);
            }

            if (reset)
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }
            else
            {
                socket.Shutdown(SocketShutdown.Both);
            }
        }
    }
}
