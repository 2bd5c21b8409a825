using System.Diagnostics;
using System.Globalization;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>A Redis on a port of its own, without persistence, that can be suspended.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private const string Executable = "/usr/bin/redis-server";

    private readonly ReservedPort _port;
    private Process _process;
    private ChildGuard _guard;

    private RedisProcess(ReservedPort port, Process process)
    {
        _port = port;
        _process = process;
        _guard = new ChildGuard(process);
    }

    public static bool IsInstalled => File.Exists(Executable);

    public int Port => _port.Number;

    public string Address => $"127.0.0.1:{Port}";

    public static async Task<RedisProcess> StartAsync()
    {
        var port = new ReservedPort();
        return new RedisProcess(port, await StartAsync(port));
    }

    /// <summary>Kills the process and starts an empty one after this time, at the same port.</summary>
    public async Task RestartAsync(TimeSpan pause)
    {
        await EndAsync();
        await Task.Delay(pause);
        _process = await StartAsync(_port);
        _guard = new ChildGuard(_process);
    }

    /// <summary>Suspends the process: connections stay open but are no longer answered.</summary>
    public void Stop()
    {
        using Process kill = Process.Start("/bin/kill", ["-STOP", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _port.Dispose();
    }

    private static async Task<Process> StartAsync(ReservedPort port)
    {
        Process process = Process.Start(new ProcessStartInfo(
            Executable,
            ["--port", port.Number.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", string.Empty, "--appendonly", "no"]) { RedirectStandardOutput = true })!;
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
        return process;
    }

    private async Task EndAsync()
    {
        _guard.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
