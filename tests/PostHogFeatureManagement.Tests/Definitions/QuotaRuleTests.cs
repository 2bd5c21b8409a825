using System.Net;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions;

[Trait("Promise", "RS-09")]
public sealed class QuotaRuleTests
{
    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));

    [Fact]
    public async Task Apply_QuotaExceeded_KeepsDefinitionsAndStopsRemoteEvaluation()
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta"), Continuity("c"))).Status(HttpStatusCode.PaymentRequired));
        await library.RefreshAsync();
        await library.RefreshAsync();
        int requests = library.PostHog.Count;

        FlagResult beta = await library.Flags.GetFlagAsync("beta", new PostHogContext("u"));
        FlagResult undecided = await library.Flags.GetFlagAsync("c", new PostHogContext("u"));

        Assert.True(beta.IsEnabled);
        Assert.Equal(FlagReason.QuotaLimited, undecided.Reason);
        Assert.Equal(requests, library.PostHog.Count);
    }

    [Fact]
    public async Task Apply_QuotaExceededForLongerThanFailSafe_DropsTheDefinitions()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag).Status(HttpStatusCode.PaymentRequired));
        await library.RefreshAsync();
        await library.RefreshAsync();
        library.Clock.Advance(TimeSpan.FromHours(24));

        await library.RefreshAsync();

        Assert.Null(library.Store.Current);
    }

    [Fact]
    public async Task Apply_QuotaExceededWithDrop_DropsTheDefinitionsAtOnce()
    {
        await using var library = new Library(
            new StubHandler().Json(OneFlag).Status(HttpStatusCode.PaymentRequired), ("PostHog:Definitions:OnQuotaExceeded", "Drop"));
        await library.RefreshAsync();

        await library.RefreshAsync();

        Assert.Null(library.Store.Current);
    }

    [Fact]
    public async Task Apply_QuotaRestored_RecoversAutomatically()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag).Status(HttpStatusCode.PaymentRequired).Json(OneFlag));
        await library.RefreshAsync();
        await library.RefreshAsync();

        await library.RefreshAsync();

        Assert.False(library.Store.IsQuotaLimited);
        Assert.NotNull(library.Store.Current);
    }

    private static string Continuity(string key) =>
        $$$"""{"id":2,"key":"{{{key}}}","active":true,"ensure_experience_continuity":true,"filters":{"groups":[{"rollout_percentage":50}]}}""";
}
