using System.Net;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions.Sources;

[Trait("Promise", "DF-09")]
public sealed class BootstrapFileTests
{
    private const string Bootstrap = "PostHog:Definitions:BootstrapFile";
    private const string LastGood = "PostHog:Definitions:LastGoodFile";
    private const string Offline = "PostHog:Definitions:Offline";

    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));
    private static readonly string TwoFlags = Library.Definitions(Library.Flag("beta"), Library.Flag("gamma"));

    [Fact]
    public async Task Start_PostHogIsAway_UsesTheFile()
    {
        using var folder = new TemporaryFolder();
        await using Library library = await StartAsync(
            new StubHandler().Status(HttpStatusCode.ServiceUnavailable), (Bootstrap, folder.Write("flags.json", OneFlag)));

        FlagResult beta = await library.Flags.GetFlagAsync("beta", new PostHogContext("u"));

        Assert.Equal((true, FlagSource.File), (beta.IsEnabled, beta.Source));
        Assert.Equal((DefinitionsSource.Bootstrap, 0L), (Status(library).Source, Status(library).Generation));
        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsFromFile));
    }

    [Fact]
    public async Task Start_ExportOfTheSameProject_UsesItAndTellsItsAge()
    {
        using var folder = new TemporaryFolder();
        using var export = new MemoryStream();
        await using (Library exporter = await StartAsync(new StubHandler().Json(OneFlag)))
        {
            await exporter.Get<IPostHogDefinitions>().ExportAsync(export, TestContext.Current.CancellationToken);
        }

        await File.WriteAllBytesAsync(folder["flags.json"], export.ToArray(), TestContext.Current.CancellationToken);
        var parts = new LibraryParts();
        parts.Clock.Advance(TimeSpan.FromDays(7));
        await using var library = new Library(
            new StubHandler().Status(HttpStatusCode.ServiceUnavailable), parts, (Bootstrap, folder["flags.json"]), ("PostHog:Client:MaxRetryAttempts", "0"));
        await library.Get<DefinitionsPoller>().StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromDays(7), Status(library).Age);
        Assert.Contains("starts with 1 from a file (Bootstrap), which PostHog sent 7 d ago", library.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PostHogAnswers_ReplacesTheFile()
    {
        using var folder = new TemporaryFolder();
        await using Library library = await StartAsync(new StubHandler().Json(TwoFlags), (Bootstrap, folder.Write("flags.json", OneFlag)));

        Assert.Equal((DefinitionsSource.Server, 1L, 2), (Status(library).Source, Status(library).Generation, Status(library).Flags));
    }

    [Fact]
    public async Task Start_LastGoodFileIsThere_ComesFirst()
    {
        using var folder = new TemporaryFolder();
        await using Library library = await StartAsync(
            new StubHandler().Status(HttpStatusCode.ServiceUnavailable),
            (Bootstrap, folder.Write("bootstrap.json", OneFlag)), (LastGood, folder.Write("last.json", TwoFlags)));

        Assert.Equal((DefinitionsSource.File, 2), (Status(library).Source, Status(library).Flags));
    }

    [Fact]
    public async Task Start_LastGoodFileIsBroken_UsesTheBootstrapFile()
    {
        using var folder = new TemporaryFolder();
        await using Library library = await StartAsync(
            new StubHandler().Status(HttpStatusCode.ServiceUnavailable),
            (Bootstrap, folder.Write("bootstrap.json", OneFlag)), (LastGood, folder.Write("last.json", TwoFlags[..^1])));

        Assert.Equal((DefinitionsSource.Bootstrap, 1), (Status(library).Source, Status(library).Flags));
    }

    [Fact]
    public async Task Start_WithoutSecretKey_UsesTheFileAndNeverPolls()
    {
        using var folder = new TemporaryFolder();
        await using Library library = await StartAsync(
            new StubHandler().Json(TwoFlags),
            ("PostHog:SecretKey", ""), (Bootstrap, folder.Write("bootstrap.json", OneFlag)), (LastGood, folder.Write("last.json", TwoFlags)));

        Assert.Equal((DefinitionsSource.Bootstrap, false), (Status(library).Source, Status(library).IsPolling));
        Assert.True((await library.Flags.GetFlagAsync("beta", new PostHogContext("u"))).IsEnabled);
        Assert.Equal(0, library.PostHog.Count);
    }

    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("", "is empty")]
    [InlineData("{\"flags\":[", "is not JSON")]
    [InlineData("[]", "has neither a member")]
    [InlineData("{\"flags\":{}}", "cannot be used: Expected an array 'flags'")]
    [InlineData("{\"flags\":[{\"flag_key\":\"x\"}]}", "cannot be used: Expected flags in the array 'flags'")]
    public async Task Start_MissingOrBrokenFile_FailsAndSaysWhatToDo(string? text, string problem)
    {
        using var folder = new TemporaryFolder();
        string path = text is null ? folder["flags.json"] : folder.Write("flags.json", text);

        OptionsValidationException failure =
            await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(new StubHandler().Json(OneFlag), (Bootstrap, path)));

        string message = Assert.Single(failure.Failures);
        Assert.StartsWith($"PostHog:Definitions:BootstrapFile names the file '{path}', which {problem}", message, StringComparison.Ordinal);
        Assert.EndsWith("Write it again with IPostHogDefinitions.ExportAsync, or remove the setting.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PostHog:Enabled", "false")]
    [InlineData(Bootstrap, "")]
    public async Task Start_SwitchedOffOrNoFile_ReadsNone(string key, string value)
    {
        await using Library library = await StartAsync(new StubHandler().Json(OneFlag), (Bootstrap, "missing.json"), (key, value));

        Assert.NotEqual(DefinitionsSource.Bootstrap, Status(library).Source);
    }

    [Theory]
    [InlineData(LastGood, DefinitionsSource.File)]
    [InlineData(Bootstrap, DefinitionsSource.Bootstrap)]
    public async Task Start_Offline_UsesTheFileAndSendsNothing(string setting, DefinitionsSource source)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("flags.json", OneFlag.Replace("]}}]}", "]}},{\"key\":\"c\",\"active\":true,\"ensure_experience_continuity\":true}]}", StringComparison.Ordinal));
        await using Library library = await StartAsync(new StubHandler().Flags("c"), (setting, path), (Offline, "true"));

        FlagResult beta = await library.Flags.GetFlagAsync("beta", new PostHogContext("u"));
        FlagResult undecided = await library.Flags.GetFlagAsync("c", new PostHogContext("u"));
        await library.Flags.GetAllFlagsAsync(new PostHogContext("u"));

        Assert.Equal((true, FlagSource.File, source), (beta.IsEnabled, beta.Source, Status(library).Source));
        Assert.False(undecided.HasValue);
        Assert.Equal(DefinitionsRefreshOutcome.NotPolled, (await library.Get<IPostHogDefinitions>().RefreshAsync(TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(0, library.PostHog.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{\"flags\":[")]
    public async Task Start_OfflineWithoutAUsableFile_FailsAndSaysSo(string? lastGood)
    {
        using var folder = new TemporaryFolder();
        string path = lastGood is null ? folder["last.json"] : folder.Write("last.json", lastGood);

        OptionsValidationException failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync(new StubHandler().Json(OneFlag), (LastGood, path), (Offline, "true")));

        Assert.StartsWith("PostHog:Definitions:Offline is true, but there are no definitions", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    private static DefinitionsStatus Status(Library library) => library.Get<IPostHogDefinitions>().Status;

    private static async Task<Library> StartAsync(StubHandler postHog, params (string, string)[] settings)
    {
        var library = new Library(postHog, [("PostHog:Client:MaxRetryAttempts", "0"), .. settings]);
        await library.Get<DefinitionsPoller>().StartAsync(TestContext.Current.CancellationToken);
        return library;
    }
}
