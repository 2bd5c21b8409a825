using System.Net;
using System.Net.Sockets;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>
/// A loopback port that the emulator owns from the start. While no server uses it, a bound socket holds it, so that no other process can take it.
/// </summary>
internal sealed class LoopbackPort : IDisposable
{
    private Socket? _held;
    private volatile bool _isDisposed;

    /// <exception cref="PostHogEmulatorException">The port is taken.</exception>
    public LoopbackPort(int port)
    {
        Socket socket = Bind(port);
        Number = ((IPEndPoint)socket.LocalEndPoint!).Port;
        _held = socket;

        // Two sockets can bind to the same port until one of them listens. Only listening makes the port exclusive.
        Listen(socket, port);
    }

    public int Number { get; }

    /// <summary>Hands over the listening socket. The new owner closes it.</summary>
    public Socket Take()
    {
        Socket socket = Interlocked.Exchange(ref _held, null) ?? Bind(Number);
        Listen(socket, Number);
        return socket;
    }

    /// <summary>Holds the port without listening, so that connections are refused.</summary>
    public void Hold()
    {
        if (_isDisposed)
        {
            return;
        }

        Interlocked.Exchange(ref _held, Bind(Number))?.Dispose();
        if (_isDisposed)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _held, null)?.Dispose();
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw Taken(port, exception);
        }
    }

    private static void Listen(Socket socket, int port)
    {
        try
        {
            socket.Listen(512);
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
            $"The PostHog emulator cannot listen on port {port}: it {reason}. "
            + $"Set {nameof(PostHogEmulatorOptions)}.{nameof(PostHogEmulatorOptions.Port)} to another port, or to 0 for a free port.",
            exception);
    }
}
