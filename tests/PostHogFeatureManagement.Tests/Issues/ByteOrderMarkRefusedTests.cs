using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A proxy that began its JSON with a byte order mark made definitions and answers unreadable. RFC 8259 lets a reader ignore the mark.</summary>
[Trait("Promise", "DF-01")]
[Trait("Promise", "RC-01")]
public sealed class ByteOrderMarkRefusedTests
{
    private const string Mark = "\uFEFF";

    [Fact]
    public async Task RefreshOnceAsync_DefinitionsBeginWithMark_AreLoaded()
    {
        await using var library = new Library(new StubHandler().Json(Mark + Library.Definitions(Library.Flag("beta"))));

        Assert.True((await library.RefreshAsync()).IsGood);
        Assert.True((await GetAsync(library)).IsEnabled);
    }

    [Fact]
    public async Task GetFlagAsync_AnswerBeginsWithMark_IsRead()
    {
        await using var library = new Library(new StubHandler().Json(Mark + StubHandler.FlagsJson("beta")), ("PostHog:SecretKey", ""));

        FlagResult result = await GetAsync(library);

        Assert.Equal((true, FlagSource.Remote), (result.IsEnabled, result.Source));
    }

    private static ValueTask<FlagResult> GetAsync(Library library) =>
        library.Flags.GetFlagAsync("beta", new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken);
}
