using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>One open connection that costs as little as possible, so the measurement is not of the load driver.</summary>
internal sealed class HttpConnection : IDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];

    public static byte[] Get(string path, string user) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-User: {user}\r\n\r\n");

    public async Task OpenAsync(Uri address) => await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port));

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <returns>The status code.</returns>
    public async ValueTask<int> RequestAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request, SocketFlags.None);
        int length = 0;
        int expected = int.MaxValue;
        while (length < expected)
        {
            int received = await _socket.ReceiveAsync(_buffer.AsMemory(length), SocketFlags.None);
            if (received == 0)
            {
                throw new IOException("The application closed the connection.");
            }

            length += received;
            expected = expected == int.MaxValue ? Expected(_buffer.AsSpan(0, length)) : expected;
        }

        return ((_buffer[9] - '0') * 100) + ((_buffer[10] - '0') * 10) + (_buffer[11] - '0');
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>The total length of head and body. <see cref="int.MaxValue"/> until the head is complete.</summary>
    private static int Expected(ReadOnlySpan<byte> received)
    {
        int head = received.IndexOf(EndOfHead);
        if (head < 0)
        {
            return int.MaxValue;
        }

        ReadOnlySpan<byte> name = "Content-Length: "u8;
        int at = received[..head].IndexOf(name);
        if (at < 0)
        {
            throw new IOException("The application answered without a length.");
        }

        int length = 0;
        for (int i = at + name.Length; received[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            length = (length * 10) + (received[i] - '0');
        }

        return head + EndOfHead.Length + length;
    }
}
