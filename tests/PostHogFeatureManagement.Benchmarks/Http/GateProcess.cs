namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>The gated application in a separate process.</summary>
internal sealed class GateProcess : IAsyncDisposable
{
    /// <summary>The command that makes a process serve the application.</summary>
    public const string Command = "serve";

    private readonly AppProcess _process;

    private GateProcess(AppProcess process, Uri address, Uri? constantAddress)
    {
        _process = process;
        Address = address;
        ConstantAddress = constantAddress;
    }

    public Uri Address { get; }

    /// <summary>The application in which the flag is always on. Null when the process serves only one.</summary>
    public Uri? ConstantAddress { get; }

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>Exposures are off.</summary>
    /// <param name="posthog">The PostHog to use.</param>
    /// <param name="isLocal">Whether the application fetches definitions and decides locally.</param>
    /// <param name="settings">More settings, as <c>name=value</c>.</param>
    public static async Task<GateProcess> StartAsync(StubPostHog posthog, bool isLocal, params string[] settings)
    {
        AppProcess process = Start(posthog, isLocal, ["PostHog:Events:SendFlagCalled=false", .. settings]);
        return new GateProcess(process, new Uri(await process.ReadLineAsync()), constantAddress: null);
    }

    /// <summary>Like <see cref="StartAsync"/>, with a second application in the same process, so that the JIT compiler treats what both use alike.</summary>
    /// <param name="posthog">The PostHog to use.</param>
    /// <param name="isLocal">Whether the application fetches definitions and decides locally.</param>
    /// <param name="hasExposures">Whether checks send exposures.</param>
    public static async Task<GateProcess> StartPairAsync(StubPostHog posthog, bool isLocal, bool hasExposures = false)
    {
        AppProcess process = Start(posthog, isLocal, $"{GateApp.PairSetting}=true", $"PostHog:Events:SendFlagCalled={hasExposures}");
        return new GateProcess(process, new Uri(await process.ReadLineAsync()), new Uri(await process.ReadLineAsync()));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static AppProcess Start(StubPostHog posthog, bool isLocal, params string[] settings)
    {
        string[] local = isLocal ? ["PostHog:SecretKey=phs_benchmarks"] : [];
        return new AppProcess(Command, [$"PostHog:HostUrl={posthog.Address}", "PostHog:ProjectToken=phc_benchmarks", .. local, .. settings]);
    }
}
