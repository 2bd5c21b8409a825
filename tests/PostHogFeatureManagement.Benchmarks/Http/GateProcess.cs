using System.Diagnostics;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>The application in a process of its own, with the garbage collector web applications have.</summary>
internal sealed class GateProcess : IAsyncDisposable
{
    private readonly Process _process;

    private GateProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>What the process has used of the processors so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="posthog">The PostHog to ask.</param>
    /// <param name="isLocal">Whether the application may fetch definitions and decide by itself.</param>
    /// <param name="settings">Further settings, as <c>name=value</c>.</param>
    public static async Task<GateProcess> StartAsync(StubPostHog posthog, bool isLocal, params string[] settings)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_gcServer"] = "1";
        start.ArgumentList.Add("serve");
        string[] all = [$"PostHog:HostUrl={posthog.Address}", "PostHog:ProjectToken=phc_benchmarks", .. isLocal ? ["PostHog:SecretKey=phs_benchmarks"] : Array.Empty<string>(), .. settings];
        foreach (string setting in all)
        {
            start.ArgumentList.Add($"--{setting}");
        }

        Process process = Process.Start(start)!;
        string address = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException("The application did not start.");
        return new GateProcess(process, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
