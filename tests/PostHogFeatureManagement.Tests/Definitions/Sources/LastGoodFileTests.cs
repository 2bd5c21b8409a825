using System.Net;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Sources;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions.Sources;

[Trait("Promise", "DF-11")]
public sealed class LastGoodFileTests
{
    private const string Setting = "PostHog:Definitions:LastGoodFile";

    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));
    private static readonly string TwoFlags = Library.Definitions(Library.Flag("beta"), Library.Flag("gamma"));

    [Fact]
    public async Task Poll_NewDefinitions_AreWrittenForTheOwnerAlone()
    {
        using var folder = new TemporaryFolder();
        await using Library library = await StartAsync(folder, new StubHandler().Json(OneFlag).Json(TwoFlags));
        Assert.Equal(1, await FlagsInFileAsync(folder));

        await RefreshAsync(library);

        Assert.Equal(2, await FlagsInFileAsync(folder));
        Assert.Equal(["flags.json"], folder.Names);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["flags.json"]));
        }
    }

    [Fact]
    public async Task Poll_UnchangedDefinitions_AreNotWrittenAgain()
    {
        using var folder = new TemporaryFolder();
        await using Library first = await StartAsync(folder, new StubHandler().Json(OneFlag));
        DateTime written = File.GetLastWriteTimeUtc(folder["flags.json"]);
        File.SetLastWriteTimeUtc(folder["flags.json"], written.AddDays(-1));

        await RefreshAsync(first);
        await using Library second = await StartAsync(folder, new StubHandler().Json(OneFlag));

        Assert.Equal(written.AddDays(-1), File.GetLastWriteTimeUtc(folder["flags.json"]));
        Assert.Equal(DefinitionsSource.Server, second.Store.Latest?.Source);
    }

    [Fact]
    public async Task Start_FileIsStillCurrent_CostsOneConditionalRequest()
    {
        using var folder = new TemporaryFolder();
        await using (await StartAsync(folder, new StubHandler().Json(OneFlag, HttpStatusCode.OK, ("ETag", "W/\"7\""))))
        {
        }

        await using Library library = await StartAsync(folder, new StubHandler().Status(HttpStatusCode.NotModified));

        Assert.Equal("W/\"7\"", library.PostHog.Requests[0].Headers["If-None-Match"]);
        Assert.Equal((DefinitionsSource.Server, 1), (library.Store.Latest?.Source, library.Store.Latest?.FlagSet.Count));
        Assert.Equal(0, library.Logs.CountOf(LogEvents.DefinitionsFromFile));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{\"flags\":", "is not JSON")]
    [InlineData("{\"flags\":{}}", "cannot be used: Expected an array 'flags'")]
    [InlineData("{\"flags\":[null]}", "cannot be used: Expected flags in the array")]
    [InlineData("{}", "has neither a member")]
    public async Task Start_BrokenFile_IsOneWarningAndIsReplaced(string text, string problem)
    {
        using var folder = new TemporaryFolder();
        folder.Write("flags.json", text);

        await using Library library = await StartAsync(folder, new StubHandler().Json(OneFlag));

        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsFileRefused));
        Assert.Contains($"The file of {Setting} is not used: it {problem}", library.Logs.Text, StringComparison.Ordinal);
        Assert.Equal(1, await FlagsInFileAsync(folder));
    }

    [Fact]
    public async Task Start_FileOfAnotherProject_IsRefusedWithAWarning()
    {
        using var folder = new TemporaryFolder();
        await using (await StartAsync(folder, new StubHandler().Json(TwoFlags)))
        {
        }

        await using Library other = await StartAsync(
            folder, new StubHandler().Status(HttpStatusCode.Unauthorized), ("PostHog:ProjectToken", "phc_other"));

        Assert.False(other.Store.HasDefinitions);
        Assert.Contains($"The file of {Setting} is not used: it holds the definitions of another project", other.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("phc_", other.Logs.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing/flags.json")]
    [InlineData("a-folder")]
    public async Task Poll_FileCannotBeWritten_IsOneWarning(string name)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["a-folder"]);
        Directory.CreateDirectory(folder["a-folder/not-empty"]);

        await using Library library = await StartAsync(folder, new StubHandler().Json(OneFlag).Json(TwoFlags), (Setting, folder[name]));
        await RefreshAsync(library);

        Assert.Equal(2, library.Store.Latest?.FlagSet.Count);
        Assert.Equal(1, library.Logs.CountOf(LogEvents.LastGoodFileNotWritten));
        Assert.Equal(["a-folder"], folder.Names);
    }

    [Fact]
    public async Task Poll_FolderAppears_IsWrittenAtTheNextPoll()
    {
        using var folder = new TemporaryFolder();
        await using Library library = await StartAsync(folder, new StubHandler().Json(OneFlag), (Setting, folder["later/flags.json"]));
        Directory.CreateDirectory(folder["later"]);

        await RefreshAsync(library);

        Assert.True(File.Exists(folder["later/flags.json"]));
    }

    private static async Task<Library> StartAsync(TemporaryFolder folder, StubHandler postHog, params (string, string)[] settings)
    {
        var library = new Library(postHog, [(Setting, folder["flags.json"]), ("PostHog:Client:MaxRetryAttempts", "0"), .. settings]);
        await library.Get<DefinitionsPoller>().StartAsync(TestContext.Current.CancellationToken);
        await library.Get<DefinitionsFiles>().Written;
        return library;
    }

    private static async Task RefreshAsync(Library library)
    {
        await library.Get<IPostHogDefinitions>().RefreshAsync(TestContext.Current.CancellationToken);
        await library.Get<DefinitionsFiles>().Written;
    }

    private static async Task<int> FlagsInFileAsync(TemporaryFolder folder)
    {
        DefinitionsFileContent content = await DefinitionsFile.ReadAsync(folder["flags.json"], ValueCipher.None, TestContext.Current.CancellationToken);
        return System.Text.Json.JsonElement.Parse(content.Definitions!.Content.Body.Span).GetProperty("flags").GetArrayLength();
    }
}
