namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>The application with the gate in a process of its own.</summary>
internal sealed class GateProcess : IAsyncDisposable
{
    /// <summary>The command under which the process serves.</summary>
    public const string Command = "serve";

    private readonly AppProcess _process;

    private GateProcess(AppProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <param name="posthog">The PostHog to ask.</param>
    /// <param name="isLocal">Whether the application may fetch definitions and decide by itself.</param>
    /// <param name="settings">Further settings, as <c>name=value</c>.</param>
    public static async Task<GateProcess> StartAsync(StubPostHog posthog, bool isLocal, params string[] settings)
    {
        string[] local = isLocal ? ["PostHog:SecretKey=phs_benchmarks"] : [];
        var process = new AppProcess(Command, [$"PostHog:HostUrl={posthog.Address}", "PostHog:ProjectToken=phc_benchmarks", .. local, .. settings]);
        return new GateProcess(process, new Uri(await process.ReadLineAsync()));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
