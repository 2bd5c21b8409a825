using System.Diagnostics;
using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>Runs a command of this program in a separate process. It ends when its standard input ends.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    /// <param name="command">The command to run.</param>
    /// <param name="isServer">Whether it collects garbage like a server. Otherwise the thread that allocates collects.</param>
    /// <param name="settings">Its settings, as <c>name=value</c>.</param>
    public AppProcess(string command, bool isServer, IEnumerable<string> settings)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_gcServer"] = isServer ? "1" : "0";
        start.Environment["DOTNET_gcConcurrent"] = isServer ? "1" : "0";
        start.ArgumentList.Add(command);
        foreach (string setting in settings)
        {
            start.ArgumentList.Add($"--{setting}");
        }

        _process = Process.Start(start)!;
    }

    /// <summary>The processor time that the process has used so far.</summary>
    public TimeSpan ProcessorTime => ProcessorClock.Of(_process);

    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(StartTimeout) ?? throw new InvalidOperationException("The application did not start.");

    /// <summary>Stops the process for this time with the signals of Unix.</summary>
    public async Task StallAsync(TimeSpan time)
    {
        await SignalAsync("STOP");
        await Task.Delay(time);
        await SignalAsync("CONT");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(EndTimeout);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
