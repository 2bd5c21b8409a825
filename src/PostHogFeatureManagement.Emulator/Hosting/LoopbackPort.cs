using System.Net;
using System.Net.Sockets;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>
/// A loopback port that is never let go. On Linux a socket that is bound and does not listen keeps it: servers may listen beside it, and while none does,
/// connections are refused. Other systems do not let two sockets share a port reliably, so there a single socket listens until the port is disposed.
/// </summary>
internal sealed class LoopbackPort : IDisposable
{
    private readonly Socket _socket;

    /// <param name="port">The port, or 0 for a free one.</param>
    /// <param name="canStopListening">Null for what the system allows.</param>
    /// <exception cref="PostHogEmulatorException">The port is taken.</exception>
    public LoopbackPort(int port, bool? canStopListening = null)
    {
        CanStopListening = canStopListening ?? OperatingSystem.IsLinux();
        _socket = Bind(port);
        try
        {
            Number = ((IPEndPoint)_socket.LocalEndPoint!).Port;

            // Another process may be bound to the same port. Only listening shows that the port is ours alone.
            if (CanStopListening)
            {
                ListenBesideKeeper().Dispose();
            }
            else
            {
                Listen(_socket, Number);
            }
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public int Number { get; }

    /// <summary>False where a server that closes its listening socket gives up the port.</summary>
    public bool CanStopListening { get; }

    /// <summary>The listening socket of the next server, which closes it. There is only one where <see cref="CanStopListening"/> is false.</summary>
    /// <exception cref="PostHogEmulatorException">The port is taken.</exception>
    public Socket Listen() => CanStopListening ? ListenBesideKeeper() : _socket;

    public void Dispose() => _socket.Dispose();

    /// <summary>
    /// Linux lets sockets share a port while all of them have SO_REUSEADDR, which .NET sets on each socket it binds, and none listens.
    /// The keeper has it only here, or another process could bind and listen while no server of ours does.
    /// </summary>
    private Socket ListenBesideKeeper()
    {
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            return Listen(Bind(Number), Number);
        }
        finally
        {
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);
        }
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        return Claim(socket, port, static (socket, port) => socket.Bind(new IPEndPoint(IPAddress.Loopback, port)));
    }

    private static Socket Listen(Socket socket, int port) => Claim(socket, port, static (socket, _) => socket.Listen(512));

    private static Socket Claim(Socket socket, int port, Action<Socket, int> step)
    {
        try
        {
            step(socket, port);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw Taken(port, exception);
        }
    }

    private static PostHogEmulatorException Taken(int port, SocketException exception)
    {
        string reason = exception.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => "is taken by another process",
            SocketError.AccessDenied => "may not be used by this user",
            _ => $"cannot be used ({exception.SocketErrorCode})",
        };
        return new PostHogEmulatorException(
            $"The PostHog emulator cannot listen on port {port}: it {reason}. " +
            $"Set {nameof(PostHogEmulatorOptions)}.{nameof(PostHogEmulatorOptions.Port)} to another port, or to 0 for a free one.",
            exception);
    }
}
