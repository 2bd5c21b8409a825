using System.Diagnostics;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>This program again, with another command, in a process of its own and with the garbage collector web applications have. It ends when its standard input does.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    /// <param name="command">What the process is to do.</param>
    /// <param name="settings">Its settings, as <c>name=value</c>.</param>
    public AppProcess(string command, IEnumerable<string> settings)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_gcServer"] = "1";
        start.ArgumentList.Add(command);
        foreach (string setting in settings)
        {
            start.ArgumentList.Add($"--{setting}");
        }

        _process = Process.Start(start)!;
    }

    /// <summary>What the process has used of the processors so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(StartTimeout) ?? throw new InvalidOperationException("The application did not start.");

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
}
