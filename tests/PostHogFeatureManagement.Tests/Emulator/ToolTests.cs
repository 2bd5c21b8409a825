using System.Text.Json;
using PostHogFeatureManagement.Emulator.Tool;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>The command <c>posthog-emulator</c>.</summary>
[Trait("Promise", "EM-06")]
public sealed class ToolTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tool-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Run_FileAndPort_ServesTheFlagsUntilItIsStopped()
    {
        string file = await WriteAsync("""{ "beta": true }""");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(RunningEmulator.Cancelled);
        Task<int> running = RunAsync(stop.Token, file, "--port", "0");
        await Eventually.TrueAsync(() => running.IsCompleted || _output.ToString().Contains("phs_emulator", StringComparison.Ordinal));
        string address = _output.ToString().Split('\n')[0].Split(' ')[^1].Trim();
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        string flags = await http.GetStringAsync("/_emulator/flags", RunningEmulator.Cancelled);
        await stop.CancelAsync();

        Assert.Equal(0, await running);
        Assert.Contains("\"key\":\"beta\"", flags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Export_PrintsPostHogsForm()
    {
        int code = await RunAsync(RunningEmulator.Cancelled, "export", await WriteAsync("""{ "beta": true }"""));

        JsonElement flag = JsonElement.Parse(_output.ToString()).GetProperty("flags")[0];
        Assert.Equal((0, "beta", true), (code, flag.GetProperty("key").GetString(), flag.GetProperty("active").GetBoolean()));
    }

    [Theory]
    [InlineData("--help", 0)]
    [InlineData("export", 2)]
    [InlineData("--port", 2)]
    [InlineData("--port 70000", 2)]
    [InlineData("--quick", 2)]
    [InlineData("a.json b.json", 2)]
    [InlineData("missing.json", 1)]
    public async Task Run_WithoutAnythingToServe_EndsWithACodeAndSaysWhy(string arguments, int expected)
    {
        int code = await RunAsync(RunningEmulator.Cancelled, arguments.Split(' '));

        Assert.Equal(expected, code);
        Assert.NotEmpty(expected == 0 ? _output.ToString() : _errors.ToString());
    }

    private Task<int> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        EmulatorTool.RunAsync(arguments, TextWriter.Synchronized(_output), TextWriter.Synchronized(_errors), cancellationToken);

    private async Task<string> WriteAsync(string json)
    {
        string file = Path.Combine(_folder.FullName, "flags.json");
        await File.WriteAllTextAsync(file, json, RunningEmulator.Cancelled);
        return file;
    }
}
