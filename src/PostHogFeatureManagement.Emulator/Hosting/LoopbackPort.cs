using System.Net;
using System.Net.Sockets;

namespace PostHogFeatureManagement.Emulator.Hosting;

/// <summary>
/// A loopback port that belongs to the emulator from the moment it is made: while nobody serves it, a bound socket keeps it, so that no other process can take it in between.
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

        // Two sockets may be bound to one port as long as neither listens: only listening makes the claim exclusive.
        Listen(socket, port);
    }

    public int Number { get; }

    /// <summary>Hands the listening socket over; its new owner closes it.</summary>
    public Socket Take()
    {
        Socket socket = Interlocked.Exchange(ref _held, null) ?? Bind(Number);
        Listen(socket, Number);
        return socket;
    }

    /// <summary>Keeps the port without listening, so that connections are refused.</summary>
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
            $"The PostHog emulator cannot listen on port {port}: it {reason}. Set {nameof(PostHogEmulatorOptions)}.{nameof(PostHogEmulatorOptions.Port)} to another port, or to 0 for a free one.",
            exception);
    }
}
