using System.Net;
using System.Net.Sockets;
using PostHogFeatureManagement.Tests.Emulator;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// An emulator that stopped let its port go until its connections were closed, and then kept it in a way that let others listen on it. It could not start again.
/// </summary>
[Trait("Promise", "EM-03")]
public sealed class LostPortTests
{
    [Fact]
    public async Task Stop_WhileAnotherSocketWantsThePort_KeepsItAndStartsAgain()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        int port = running.Emulator.BaseAddress.Port;
        for (int round = 0; round < 20; round++)
        {
            using HttpResponseMessage response = await running.GetDefinitionsAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);

            using var stopped = new CancellationTokenSource();
            Task<Socket?> rival = Task.Run(() => Compete(port, stopped.Token), RunningEmulator.Cancelled);
            await running.Emulator.StopAsync();
            using Socket? afterwards = TryListen(port);
            await stopped.CancelAsync();
            using Socket? meanwhile = await rival;

            Assert.Null(meanwhile);
            Assert.Null(afterwards);
            await Assert.ThrowsAsync<HttpRequestException>(() => running.GetDefinitionsAsync());
            await running.Emulator.StartAsync(RunningEmulator.Cancelled);
        }
    }

    private static Socket? Compete(int port, CancellationToken stopped)
    {
        Socket? socket;
        do
        {
            socket = TryListen(port);
        }
        while (socket is null && !stopped.IsCancellationRequested);

        return socket;
    }

    private static Socket? TryListen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
