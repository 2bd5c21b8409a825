using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Emulator.Hosting;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>An outage where the system lets the port be kept without listening, and where it does not. The latter works everywhere.</summary>
[Trait("Promise", "EM-03")]
public sealed class EmulatorServerTests : IDisposable
{
    private readonly SemaphoreSlim _hanging = new(0);

    public static TheoryData<bool> Kinds => OperatingSystem.IsLinux() ? [true, false] : [false];

    public void Dispose() => _hanging.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Stop_RequestUnderWayAndIdleConnection_AreCutUntilStart(bool canStopListening)
    {
        using var port = new LoopbackPort(0, canStopListening);
        await using var server = new EmulatorServer(port, AnswerAsync, NullLoggerFactory.Instance);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.Number}") };
        for (int round = 0; round < 3; round++)
        {
            await server.StartAsync(RunningEmulator.Cancelled);
            Task<string> underWay = http.GetStringAsync("/hang", RunningEmulator.Cancelled);
            await _hanging.WaitAsync(RunningEmulator.Cancelled);
            Assert.Equal("here", await http.GetStringAsync("/", RunningEmulator.Cancelled));

            await server.StopAsync();

            await Assert.ThrowsAsync<HttpRequestException>(() => underWay);
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync("/", RunningEmulator.Cancelled));
            Assert.Equal(canStopListening, refused.HttpRequestError == HttpRequestError.ConnectionError);
        }
    }

    [Fact]
    public async Task Dispose_DuringAnOutageThatKeepsListening_ClosesTheSocket()
    {
        using var port = new LoopbackPort(0, canStopListening: false);
        await using (var server = new EmulatorServer(port, AnswerAsync, NullLoggerFactory.Instance))
        {
            await server.StartAsync(RunningEmulator.Cancelled);
            await server.StopAsync();
            Assert.False(port.Listen().SafeHandle.IsClosed);
        }

        Assert.True(port.Listen().SafeHandle.IsClosed);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Port_OfAnotherEmulator_IsTaken(bool canStopListening)
    {
        using var port = new LoopbackPort(0, canStopListening);

        Assert.Throws<PostHogEmulatorException>(() => new LoopbackPort(port.Number, canStopListening));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/hang")
        {
            _hanging.Release();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }

        await context.Response.WriteAsync("here", context.RequestAborted);
    }
}
