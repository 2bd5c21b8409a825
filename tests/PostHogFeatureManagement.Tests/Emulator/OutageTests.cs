using System.Net;
using System.Net.Sockets;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-03")]
public sealed class OutageTests
{
    [Fact]
    public async Task StopAndStart_Repeated_FailsThenAnswersOnTheSamePort()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        for (int round = 0; round < 3; round++)
        {
            using HttpResponseMessage before = await running.GetDefinitionsAsync();
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);

            await running.Emulator.StopAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => running.GetDefinitionsAsync());

            await running.Emulator.StartAsync(RunningEmulator.Cancelled);
        }

        using HttpResponseMessage after = await running.GetDefinitionsAsync();
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Start_AlreadyRunning_ChangesNothing()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        await running.Emulator.StartAsync(RunningEmulator.Cancelled);

        using HttpResponseMessage response = await running.GetDefinitionsAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Stop_AfterDispose_DoesNothing()
    {
        RunningEmulator running = await RunningEmulator.StartAsync();
        int port = running.Emulator.BaseAddress.Port;
        await running.DisposeAsync();

        await running.Emulator.StopAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => running.Emulator.StartAsync(RunningEmulator.Cancelled));

        // Another test may have the port for a moment.
        await Eventually.TrueAsync(() => CanListen(port));
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

    private static bool CanListen(int port)
    {
        using var other = new TcpListener(IPAddress.Loopback, port);
        try
        {
            other.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
