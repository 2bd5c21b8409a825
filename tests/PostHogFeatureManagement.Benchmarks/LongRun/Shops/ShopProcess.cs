using System.Diagnostics;
using System.Globalization;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Shops;

/// <summary>One instance of the sample shop, as it was built, in a process of its own. The shop does not know that it is watched.</summary>
internal sealed class ShopProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    private readonly ShopLink _link = new();
    private readonly ShopOutput _output = new();
    private readonly Process _process;
    private readonly ChildGuard _guard;

    private ShopProcess(string home, IEnumerable<string> settings)
    {
        string build = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string shop = Path.Combine(build, "..", "..", "sample-web", Path.GetFileName(build), "sample-web");
        var start = new ProcessStartInfo(Path.GetFullPath(shop), ["--urls=http://127.0.0.1:0", .. settings.Select(static setting => $"--{setting}")])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "sample-web"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(ShopProcess).Assembly.Location;
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment[StartupHook.Port] = _link.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["Logging__Console__FormatterName"] = "json";

        // Data Protection keeps its keys there, which the instances share.
        start.Environment["HOME"] = home;
        _process = Process.Start(start)!;
        _guard = new ChildGuard(_process);
        _process.OutputDataReceived += (_, line) => _output.ReadLog(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.ReadError(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public ShopOutput Output => _output;

    /// <summary>The exit code. Null while the process runs.</summary>
    public int? ExitCode { get; private set; }

    /// <param name="home">The folder that the process takes for the user's.</param>
    /// <param name="settings">Settings of the shop, as <c>name=value</c>.</param>
    public static async Task<ShopProcess> StartAsync(string home, IEnumerable<string> settings)
    {
        var shop = new ShopProcess(home, settings);
        shop.Address = await shop._output.Address.WaitAsync(StartTimeout);
        return shop;
    }

    public Task<ShopFigures> MeasureAsync(CancellationToken cancellationToken) => _link.AskAsync(cancellationToken);

    /// <summary>Stops the shop as an orchestrator does, and waits until it has sent what it has.</summary>
    public async Task StopAsync()
    {
        _guard.Dispose();
        using (Process kill = Process.Start("/bin/kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync().WaitAsync(StopTimeout);
        ExitCode = _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _guard.Dispose();
        if (ExitCode is null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _link.Dispose();
    }
}
