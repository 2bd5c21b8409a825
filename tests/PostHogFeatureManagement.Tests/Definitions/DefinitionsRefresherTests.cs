using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions;

[Trait("Promise", "DF-01")]
public sealed class DefinitionsRefresherTests
{
    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));
    private static readonly string TwoFlags = Library.Definitions(Library.Flag("beta"), Library.Flag("gamma"));

    [Fact]
    public async Task RefreshOnceAsync_Definitions_PublishesThem()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag));

        DefinitionsRefresh refresh = await library.RefreshAsync();

        Assert.True(refresh.IsGood);
        Assert.Equal(1, library.Store.Current?.FlagSet.Count);
        Assert.Equal(library.Clock.GetUtcNow(), library.Store.Current?.Content.FetchedAt);
    }

    [Fact]
    public async Task RefreshOnceAsync_KnownETag_SendsItAndKeepsTheSetOn304()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag, HttpStatusCode.OK, ("ETag", "W/\"v1\"")).Status(HttpStatusCode.NotModified));
        await library.RefreshAsync();
        DefinitionsSnapshot? first = library.Store.Current;

        DefinitionsRefresh refresh = await library.RefreshAsync();

        Assert.Equal(WireFailure.None, refresh.Failure);
        Assert.Equal("W/\"v1\"", library.PostHog.Requests[1].Headers["If-None-Match"]);
        Assert.Same(first, library.Store.Current);
    }

    [Fact]
    public async Task RefreshOnceAsync_NewDefinitions_ReplacesTheSetAndRaisesTheGeneration()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag).Json(TwoFlags));
        await library.RefreshAsync();

        await library.RefreshAsync();

        Assert.Equal(2, library.Store.Current?.FlagSet.Count);
        Assert.Equal(2, library.Store.Current?.Generation);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.PaymentRequired)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task RefreshOnceAsync_PostHogRefuses_KeepsTheLastGoodSet(HttpStatusCode status)
    {
        await using var library = new Library(new StubHandler().Json(OneFlag).Status(status));
        await library.RefreshAsync();

        DefinitionsRefresh refresh = await library.RefreshAsync();

        Assert.False(refresh.IsGood);
        Assert.Equal(1, library.Store.Current?.FlagSet.Count);
    }

    [Theory]
    [InlineData("<html><body>Welcome</body></html>")]
    [InlineData("{\"flags\":")]
    [InlineData("{\"flags\":{}}")]
    [InlineData("[]")]
    [InlineData("")]
    [Trait("Promise", "FM-20")]
    public async Task RefreshOnceAsync_BodyIsNotDefinitions_KeepsTheLastGoodSetAndWarnsOnce(string body)
    {
        await using var library = new Library(new StubHandler().Json(OneFlag).Json(body));
        await library.RefreshAsync();
        await library.RefreshAsync();

        DefinitionsRefresh refresh = await library.RefreshAsync();

        Assert.False(refresh.IsGood);
        Assert.Equal(1, library.Store.Current?.FlagSet.Count);
        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsUnreadable) + library.Logs.CountOf(LogEvents.DefinitionsFailed));
    }

    [Fact]
    [Trait("Promise", "EV-07")]
    public async Task RefreshOnceAsync_OneBrokenFlag_LoadsTheOthersAndReportsIt()
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions("""{"id":9,"key":"broken","active":true,"filters":7}""", Library.Flag("beta"))));

        await library.RefreshAsync();

        FlagResult beta = await library.Flags.GetFlagAsync("beta", new PostHogContext("u"), new FlagCallOptions { LocalOnly = true });
        Assert.True(beta.IsEnabled);
        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsProblem));
    }

    [Fact]
    public async Task RefreshOnceAsync_RepeatedFailure_WarnsOnceAndReportsTheRecovery()
    {
        await using var library = new Library(
            new StubHandler().Json(OneFlag).Status(HttpStatusCode.InternalServerError).Status(HttpStatusCode.InternalServerError).Json(OneFlag));
        await library.RefreshAsync();
        await library.RefreshAsync();
        await library.RefreshAsync();

        await library.RefreshAsync();

        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsFailed));
        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsRecovered));
    }

    [Fact]
    public async Task RefreshOnceAsync_FailuresAlternate_WarnsOnceOfEach()
    {
        await using var library = new Library(
            new StubHandler().Status(HttpStatusCode.Forbidden).Status(HttpStatusCode.TooManyRequests).Status(HttpStatusCode.Forbidden).Status(HttpStatusCode.TooManyRequests).Json(OneFlag));
        for (int i = 0; i < 5; i++)
        {
            await library.RefreshAsync();
        }

        Assert.Equal(2, library.Logs.CountOf(LogEvents.DefinitionsFailed));
        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsRecovered));
    }

    /// <summary>A tag without its definitions would leave the library without flags for ever (protocol §3.2).</summary>
    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.PaymentRequired)]
    public async Task RefreshOnceAsync_AfterRefusal_RequestsTheFullBody(HttpStatusCode status)
    {
        await using var library = new Library(new StubHandler().Json(OneFlag, HttpStatusCode.OK, ("ETag", "\"v1\"")).Status(status).Json(OneFlag));
        await library.RefreshAsync();
        await library.RefreshAsync();

        await library.RefreshAsync();

        Assert.False(library.PostHog.Requests[2].Headers.ContainsKey("If-None-Match"));
    }
}
