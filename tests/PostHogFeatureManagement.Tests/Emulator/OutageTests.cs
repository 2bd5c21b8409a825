using System.Net;
using System.Net.Sockets;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-03")]
public sealed class OutageTests
{
    [Fact]
    public async Task StopAndStart_Repeated_RefusesThenAnswersOnTheSamePort()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        for (int round = 0; round < 3; round++)
        {
            using HttpResponseMessage before = await running.GetDefinitionsAsync();
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);

            await running.Emulator.StopAsync();
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => running.GetDefinitionsAsync());
            Assert.Equal(HttpRequestError.ConnectionError, refused.HttpRequestError);

            await running.Emulator.StartAsync(RunningEmulator.Cancelled);
        }

        using HttpResponseMessage after = await running.GetDefinitionsAsync();
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Stop_Running_KeepsThePort()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        await running.Emulator.StopAsync();

        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        Assert.NotEqual(running.Emulator.BaseAddress.Port, ((IPEndPoint)other.LocalEndPoint!).Port);
        await running.Emulator.StartAsync(RunningEmulator.Cancelled);
        await running.Emulator.StartAsync(RunningEmulator.Cancelled);
    }

    [Fact]
    public async Task Stop_AfterDispose_DoesNothing()
    {
        RunningEmulator running = await RunningEmulator.StartAsync();
        int port = running.Emulator.BaseAddress.Port;
        await running.DisposeAsync();

        await running.Emulator.StopAsync();

        using var other = new TcpListener(IPAddress.Loopback, port);
        other.Start();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => running.Emulator.StartAsync(RunningEmulator.Cancelled));
    }

    [Fact]
    public async Task Start_ManyAtOnce_EachHasItsOwnPort()
    {
        RunningEmulator[] running = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RunningEmulator.StartAsync()));

        Assert.Equal(8, running.Select(emulator => emulator.Emulator.BaseAddress.Port).Distinct().Count());
        foreach (RunningEmulator emulator in running)
        {
            using HttpResponseMessage response = await emulator.GetDefinitionsAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await emulator.DisposeAsync();
        }
    }
}
