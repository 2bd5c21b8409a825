using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>Behind a proxy without ETags, every poll compiled, published and logged definitions that had not changed.</summary>
[Trait("Promise", "DF-01")]
public sealed class UnchangedDefinitionsCompiledAnewTests
{
    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));
    private static readonly string OtherFlag = Library.Definitions(Library.Flag("zeta"));

    [Fact]
    public async Task RefreshOnceAsync_SameBody_ChangesNothing()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag));
        await library.RefreshAsync();
        DefinitionsSnapshot? first = library.Store.Current;

        DefinitionsRefresh refresh = await library.RefreshAsync();

        Assert.True(refresh.IsGood);
        Assert.Same(first, library.Store.Current);
        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsLoaded));
    }

    [Fact]
    public async Task RefreshOnceAsync_OtherBodyOfSameLength_IsPublished()
    {
        Assert.Equal(OneFlag.Length, OtherFlag.Length);
        await using var library = new Library(new StubHandler().Json(OneFlag).Json(OtherFlag).Json(OneFlag));
        await library.RefreshAsync();
        await library.RefreshAsync();
        Assert.True(library.Store.Current!.FlagSet.TryGetFlag("zeta", out _));

        await library.RefreshAsync();

        Assert.True(library.Store.Current!.FlagSet.TryGetFlag("beta", out _));
        Assert.Equal(3, library.Store.Current.Generation);
    }

    [Fact]
    public async Task RefreshOnceAsync_SameBodyWithNewETag_SendsTheNewOneNext()
    {
        await using var library = new Library(new StubHandler()
            .Json(OneFlag, HttpStatusCode.OK, ("ETag", "\"v1\"")).Json(OneFlag, HttpStatusCode.OK, ("ETag", "\"v2\"")).Status(HttpStatusCode.NotModified));
        await library.RefreshAsync();
        await library.RefreshAsync();

        await library.RefreshAsync();

        Assert.Equal("\"v2\"", library.PostHog.Requests[2].Headers["If-None-Match"]);
        Assert.Equal(1, library.Store.Current?.Generation);
    }

    [Fact]
    public async Task RefreshOnceAsync_SameBodyAfterFailures_ChangesNothing()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag).Json("{\"flags\":{}}").Status(HttpStatusCode.PaymentRequired).Json(OneFlag));
        for (int i = 0; i < 4; i++)
        {
            await library.RefreshAsync();
        }

        Assert.Equal(1, library.Store.Current?.Generation);
        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsRecovered));
    }

    [Fact]
    public async Task RefreshOnceAsync_SameBodyAfterDefinitionsWereDropped_IsPublished()
    {
        await using var library = new Library(
            new StubHandler().Json(OneFlag).Status(HttpStatusCode.PaymentRequired).Json(OneFlag), ("PostHog:Definitions:OnQuotaExceeded", "Drop"));
        await library.RefreshAsync();
        Assert.Equal(WireFailure.QuotaLimited, (await library.RefreshAsync()).Failure);
        Assert.False(library.Store.HasDefinitions);

        await library.RefreshAsync();

        Assert.Equal(1, library.Store.Current?.FlagSet.Count);
    }

    [Fact]
    public async Task RefreshOnceAsync_LargeBodyDiffersInItsLastPart_IsPublished()
    {
        string[] flags = [.. Enumerable.Range(0, 2_000).Select(static i => Library.Flag($"flag-{i:0000}"))];
        await using var library = new Library(new StubHandler()
            .Json(Library.Definitions([.. flags, Library.Flag("beta")])).Json(Library.Definitions([.. flags, Library.Flag("beta")]))
            .Json(Library.Definitions([.. flags, Library.Flag("zeta")])));
        await library.RefreshAsync();
        await library.RefreshAsync();
        Assert.Equal(1, library.Store.Current?.Generation);

        await library.RefreshAsync();

        Assert.True(library.Store.Current!.FlagSet.TryGetFlag("zeta", out _));
    }
}
