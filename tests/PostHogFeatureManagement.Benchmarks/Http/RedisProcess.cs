using System.Diagnostics;
using System.Globalization;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>A Redis on a port of its own, without persistence, that can be suspended.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private const string Executable = "/usr/bin/redis-server";

    private readonly ReservedPort _port;
    private readonly Process _process;
    private readonly ChildGuard _guard;

    private RedisProcess(ReservedPort port, Process process)
    {
        _port = port;
        _process = process;
        _guard = new ChildGuard(process);
    }

    public static bool IsInstalled => File.Exists(Executable);

    public string Address => $"127.0.0.1:{_port.Number}";

    public static async Task<RedisProcess> StartAsync()
    {
        var port = new ReservedPort();
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
        return new RedisProcess(port, process);
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
        _port.Dispose();
    }
}
