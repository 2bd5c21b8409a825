using System.Net;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>When the quota for definitions was used up, cached answers for flags that only PostHog can decide were ignored, even fresh ones.</summary>
[Trait("Promise", "RS-09")]
public sealed class DefinitionsQuotaIgnoresCachedAnswersTests
{
    private const string NeedsPlan = """[{"key":"plan","type":"person","operator":"exact","value":"scale"}]""";

    [Theory]
    [InlineData(1, FlagSource.Cache)]
    [InlineData(600, FlagSource.Stale)]
    [InlineData(82_800, FlagSource.Stale)]
    [InlineData(86_400, FlagSource.Configuration)]
    public async Task GetFlagAsync_DefinitionsQuotaExceeded_UsesCachedAnswers(int seconds, FlagSource source)
    {
        await using Library library = await RefusedAsync();

        library.Clock.Advance(TimeSpan.FromSeconds(seconds));
        FlagResult result = await library.Flags.GetFlagAsync("plan", new PostHogContext("ada"));

        Assert.Equal(source, result.Source);
        Assert.Equal(3, library.PostHog.Count);
    }

    [Fact]
    public async Task GetFlagAsync_DefinitionsQuotaExceededWithDrop_IgnoresCachedAnswers()
    {
        await using Library library = await RefusedAsync(("PostHog:Definitions:OnQuotaExceeded", "Drop"));

        FlagResult result = await library.Flags.GetFlagAsync("plan", new PostHogContext("ada"));

        Assert.Equal(FlagSource.Configuration, result.Source);
        Assert.Equal(3, library.PostHog.Count);
    }

    [Fact]
    public async Task GetFlagAsync_QuotaRestored_SendsRequest()
    {
        await using Library library = await RefusedAsync();
        library.PostHog.Json(Library.Definitions(Library.Flag("plan", NeedsPlan))).Flags("plan");
        await library.RefreshAsync();

        FlagResult result = await library.Flags.GetFlagAsync("plan", new PostHogContext("bob"));

        Assert.Equal(FlagSource.Remote, result.Source);
    }

    private static async Task<Library> RefusedAsync(params (string Key, string Value)[] settings)
    {
        StubHandler postHog = new StubHandler().Json(Library.Definitions(Library.Flag("plan", NeedsPlan))).Flags("plan").Status(HttpStatusCode.PaymentRequired);
        var library = new Library(postHog, [("FeatureManagement:plan", "true"), .. settings]);
        await library.RefreshAsync();
        await library.Flags.GetFlagAsync("plan", new PostHogContext("ada"));
        await library.RefreshAsync();
        return library;
    }
}
