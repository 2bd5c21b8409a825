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

    /// <param name="posthog">The PostHog to use.</param>
    /// <param name="isLocal">Whether the application fetches definitions and decides locally.</param>
    /// <param name="settings">More settings, as <c>name=value</c>.</param>
    public static async Task<GateProcess> StartAsync(StubPostHog posthog, bool isLocal, params string[] settings)
    {
        string[] local = isLocal ? ["PostHog:SecretKey=phs_benchmarks"] : [];
        var process = new AppProcess(Command, [$"PostHog:HostUrl={posthog.Address}", "PostHog:ProjectToken=phc_benchmarks", .. local, .. settings]);
        return new GateProcess(process, new Uri(await process.ReadLineAsync()));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
