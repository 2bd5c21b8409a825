using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>The driver's handle of one instance: what it has said so far, and the signals it can get.</summary>
internal sealed class FleetMember : IAsyncDisposable
{
    public const string RefreshCommand = "refresh";

    private readonly Process _process;
    private readonly ChildGuard _guard;
    private readonly ConcurrentQueue<(int Version, long At)> _seen = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FleetMember(string name, IEnumerable<string> settings)
    {
        Name = name;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredCompilation"] = "1";
        start.Environment["DOTNET_gcServer"] = "0";
        start.ArgumentList.Add(FleetApp.Command);
        foreach (string setting in (string[])[$"{FleetApp.InstanceSetting}={name}", .. settings])
        {
            start.ArgumentList.Add($"--{setting}");
        }

        _process = Process.Start(start)!;
        _guard = new ChildGuard(_process);
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.BeginOutputReadLine();
    }

    public string Name { get; }

    /// <summary>The versions that it answered from, in order. -1 means no definitions.</summary>
    public IReadOnlyList<(int Version, long At)> Seen => [.. _seen];

    public int Version => _seen.LastOrDefault().Version;

    /// <summary>How often it went back to an older version.</summary>
    public int Rollbacks => Seen.Zip(Seen.Skip(1)).Count(static pair => pair.Second.Version < pair.First.Version);

    public static async Task<FleetMember> StartAsync(string name, IEnumerable<string> settings)
    {
        var member = new FleetMember(name, settings);
        await member._started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return member;
    }

    /// <summary>When it first answered from this version or a newer one.</summary>
    public long? FirstSeen(int version) => _seen.Where(seen => seen.Version >= version).Select(static seen => (long?)seen.At).FirstOrDefault();

    public Task RefreshAsync() => _process.StandardInput.WriteLineAsync(RefreshCommand);

    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("/bin/kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _guard.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        string[] words = line?.Split(' ') ?? [];
        if (words is ["started", _])
        {
            _started.TrySetResult();
        }
        else if (words is ["version", var version, var at])
        {
            _seen.Enqueue((version == "none" ? -1 : Number(version), long.Parse(at, CultureInfo.InvariantCulture)));
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
