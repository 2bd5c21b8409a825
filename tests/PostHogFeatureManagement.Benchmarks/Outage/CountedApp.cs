using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Http;

namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>The gated application in a separate process that counts its requests to PostHog.</summary>
internal sealed class CountedApp : IAsyncDisposable
{
    /// <summary>The command that makes a process serve the application.</summary>
    public const string Command = "serve-counted";

    private readonly AppProcess _process;
    private readonly int _calls;

    private CountedApp(AppProcess process, int calls, Uri address)
    {
        _process = process;
        _calls = calls;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Runs in the process. Prints the port of the counter on the first line and the address on the second.</summary>
    public static async Task<int> ServeAsync(string[] settings)
    {
        using var calls = new UpstreamCalls();
        Console.WriteLine(calls.Port);
        return await GateApp.ServeAsync(settings);
    }

    public static async Task<CountedApp> StartAsync(Uri posthog, params string[] settings)
    {
        var process = new AppProcess(Command, isServer: true, [$"PostHog:HostUrl={posthog}", "PostHog:ProjectToken=phc_benchmarks", .. settings]);
        string calls = await process.ReadLineAsync();
        return new CountedApp(process, int.Parse(calls, CultureInfo.InvariantCulture), new Uri(await process.ReadLineAsync()));
    }

    /// <summary>The number of requests started so far, including retries.</summary>
    public Task<long> CallsAsync() => UpstreamCalls.AskAsync(_calls);

    /// <summary>Stops the process for this time, like a container without processor time.</summary>
    public Task StallAsync(TimeSpan time) => _process.StallAsync(time);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
