namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>The gated application in a separate process.</summary>
internal sealed class GateProcess : IAsyncDisposable
{
    /// <summary>The command that makes a process serve the application.</summary>
    public const string Command = "serve";

    private readonly AppProcess _process;

    private GateProcess(AppProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>In remote mode without exposures.</summary>
    /// <param name="posthog">The PostHog to use.</param>
    /// <param name="settings">More settings, as <c>name=value</c>.</param>
    public static async Task<GateProcess> StartAsync(StubPostHog posthog, params string[] settings)
    {
        var process = new AppProcess(
            Command,
            isServer: true,
            [$"PostHog:HostUrl={posthog.Address}", "PostHog:ProjectToken=phc_benchmarks", "PostHog:Events:SendFlagCalled=false", .. settings]);
        return new GateProcess(process, new Uri(await process.ReadLineAsync()));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
