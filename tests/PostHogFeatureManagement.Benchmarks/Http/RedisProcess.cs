using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>A Redis on a free port, without persistence, that can be suspended.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private const string Executable = "/usr/bin/redis-server";

    private readonly Process _process;
    private readonly ChildGuard _guard;

    private RedisProcess(Process process, string address)
    {
        _process = process;
        _guard = new ChildGuard(process);
        Address = address;
    }

    public static bool IsInstalled => File.Exists(Executable);

    public string Address { get; }

    public static async Task<RedisProcess> StartAsync()
    {
        int port = FreePort();
        Process process = Process.Start(new ProcessStartInfo(
            Executable,
            ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", string.Empty, "--appendonly", "no"]) { RedirectStandardOutput = true })!;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("Ready to accept connections", StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        };
        process.BeginOutputReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(10));
        return new RedisProcess(process, $"127.0.0.1:{port}");
    }

    /// <summary>Suspends the process: connections stay open but are no longer answered.</summary>
    public void Stop()
    {
        using Process kill = Process.Start("/bin/kill", ["-STOP", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        _guard.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
