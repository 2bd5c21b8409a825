using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-01")]
public sealed class DefinitionsFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emulator-");

    private string File => Path.Combine(_folder.FullName, "flags.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task File_Overwritten_IsReloaded()
    {
        await using RunningEmulator running = await StartAsync(Flags("one"));

        await WriteAsync(Flags("two"));

        await UntilAsync(running, listed => Keys(listed) == "two");
    }

    [Fact]
    public async Task File_ReplacedByRename_IsReloaded()
    {
        await using RunningEmulator running = await StartAsync(Flags("one"));
        string other = Path.Combine(_folder.FullName, "flags.json.tmp");
        await System.IO.File.WriteAllTextAsync(other, Flags("two"), RunningEmulator.Cancelled);

        System.IO.File.Move(other, File, overwrite: true);

        await UntilAsync(running, listed => Keys(listed) == "two");
    }

    [Theory]
    [InlineData("{ \"flags\": [", "is not JSON")]
    [InlineData("{ \"features\": [] }", "has no \"flags\" array")]
    [InlineData("", "is empty")]
    public async Task File_Broken_KeepsTheLastGoodFlagsAndReportsTheProblem(string broken, string problem)
    {
        await using RunningEmulator running = await StartAsync(Flags("one"));

        await WriteAsync(broken);
        await UntilAsync(running, listed => Problem(listed)?.Contains(problem, StringComparison.Ordinal) is true);
        Assert.Equal("one", Keys(await running.GetAsync("/_emulator/flags")));

        await WriteAsync(Flags("two"));
        await UntilAsync(running, listed => Problem(listed) is null && Keys(listed) == "two");
    }

    [Fact]
    public async Task File_DeletedAndRestored_ReportsAndClearsTheProblem()
    {
        await using RunningEmulator running = await StartAsync(Flags("one"));

        System.IO.File.Delete(File);
        await UntilAsync(running, listed => Problem(listed)?.Contains("no longer exists", StringComparison.Ordinal) is true);

        await WriteAsync(Flags("one"));
        await UntilAsync(running, listed => Problem(listed) is null);
    }

    [Fact]
    public async Task File_CommentsAndTrailingCommas_AreAccepted()
    {
        await using RunningEmulator running = await StartAsync("// mine\n{ \"flags\": [ { \"id\": 1, \"key\": \"one\", \"active\": true, }, ], }");

        Assert.Equal("one", Keys(await running.GetAsync("/_emulator/flags")));
    }

    [Fact]
    public async Task File_DoubtfulFlag_IsLogged()
    {
        await WriteAsync("""{ "flags": [ { "key": "beta", "active": true } ] }""");
        var logger = new RecordingLogger();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(logger));
        services.AddFeatureManagement().AddPostHogEmulator(File);
        await using ServiceProvider provider = services.BuildServiceProvider();

        _ = provider.GetRequiredService<PostHogEmulator>();

        string told = Assert.Single(logger.Entries, static entry => entry.Id.Name == "DefinitionDoubtful").Text;
        Assert.Contains("flag beta in", told, StringComparison.Ordinal);
        Assert.Contains("off for everyone", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_EmptyAtStart_WaitsForFlags()
    {
        await using RunningEmulator running = await StartAsync(string.Empty);
        Assert.Equal(string.Empty, Keys(await running.GetAsync("/_emulator/flags")));

        await WriteAsync(Flags("one"));

        await UntilAsync(running, listed => Problem(listed) is null && Keys(listed) == "one");
    }

    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("nonsense", "is not JSON (line 1")]
    [InlineData("{ \"flags\": [], \"flags\": [] }", "is not JSON")]
    [InlineData("[]", "is not an object")]
    public async Task Start_UnusableFile_ThrowsOneLineWithTheReason(string? content, string reason)
    {
        if (content is not null)
        {
            await WriteAsync(content);
        }

        var exception = await Assert.ThrowsAsync<PostHogEmulatorException>(() => RunningEmulator.StartAsync(options => options.DefinitionsFile = File));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains(File, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private static string Flags(string key) => $$"""{ "flags": [ { "id": 1, "key": "{{key}}", "active": true, "filters": { "groups": [] } } ] }""";

    private static string Keys(JsonElement listed) =>
        string.Join(',', listed.GetProperty("flags").EnumerateArray().Select(flag => flag.GetProperty("key").GetString()));

    private static string? Problem(JsonElement listed) => listed.GetProperty("problem").GetString();

    private static Task UntilAsync(RunningEmulator running, Func<JsonElement, bool> condition) =>
        Eventually.TrueAsync(async () => condition(await running.GetAsync("/_emulator/flags")));

    private async Task<RunningEmulator> StartAsync(string content)
    {
        await WriteAsync(content);
        return await RunningEmulator.StartAsync(options => options.DefinitionsFile = File);
    }

    private Task WriteAsync(string content) => System.IO.File.WriteAllTextAsync(File, content, RunningEmulator.Cancelled);
}
