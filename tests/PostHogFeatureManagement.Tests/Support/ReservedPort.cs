using System.Net;
using System.Net.Sockets;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>
/// A free port of the loopback interface that the system gives to no other socket: a socket is bound to it and does not listen, so connections are refused.
/// On Linux a server that sets SO_REUSEADDR, as .NET does, can listen on it all the same.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ReservedPort()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Number = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    public int Number { get; }

    public void Dispose() => _socket.Dispose();
}
