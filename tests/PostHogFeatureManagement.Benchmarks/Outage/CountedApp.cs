using System.Diagnostics;
using PostHogFeatureManagement.Benchmarks.Http;

namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>The application with the gate in a process of its own, which counts what it asks of PostHog.</summary>
internal sealed class CountedApp : IAsyncDisposable
{
    /// <summary>The command under which the process serves.</summary>
    public const string Command = "serve-counted";

    private readonly Process _process;
    private readonly int _calls;

    private CountedApp(Process process, int calls, Uri address)
    {
        _process = process;
        _calls = calls;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>What runs in the process: the port of its counter on the first line, its address on the second.</summary>
    public static async Task<int> ServeAsync(string[] settings)
    {
        using var calls = new UpstreamCalls();
        Console.WriteLine(calls.Port);
        return await GateApp.ServeAsync(settings);
    }

    public static async Task<CountedApp> StartAsync(Uri posthog, params string[] settings)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Command);
        foreach (string setting in (string[])[$"PostHog:HostUrl={posthog}", "PostHog:ProjectToken=phc_benchmarks", .. settings])
        {
            start.ArgumentList.Add($"--{setting}");
        }

        Process process = Process.Start(start)!;
        string calls = await ReadLineAsync(process);
        return new CountedApp(process, int.Parse(calls, System.Globalization.CultureInfo.InvariantCulture), new Uri(await ReadLineAsync(process)));
    }

    /// <summary>The requests begun so far, retries included.</summary>
    public Task<long> CallsAsync() => UpstreamCalls.AskAsync(_calls);

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

    private static async Task<string> ReadLineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException("The application did not start.");
}
