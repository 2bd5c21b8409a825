using System.Net;
using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions;

public sealed class PostHogDefinitionsTests
{
    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));
    private static readonly string TwoFlags = Library.Definitions(Library.Flag("beta"), Library.Flag("gamma"));

    [Fact]
    [Trait("Promise", "DF-11")]
    public async Task Status_WithoutDefinitions_SaysSo()
    {
        await using var library = new Library(new StubHandler());

        Assert.Equal(new DefinitionsStatus { IsPolling = true, Usage = Status(library).Usage }, Status(library));
    }

    [Fact]
    [Trait("Promise", "DF-11")]
    public async Task Status_AfterPolls_TellsSourceGenerationAndAge()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag, HttpStatusCode.OK, ("ETag", "\"1\"")).Status(HttpStatusCode.NotModified));
        await library.RefreshAsync();
        DateTimeOffset fetchedAt = library.Clock.GetUtcNow();
        library.Clock.Advance(TimeSpan.FromSeconds(30));
        await library.RefreshAsync();
        DateTimeOffset confirmedAt = library.Clock.GetUtcNow();
        library.Clock.Advance(TimeSpan.FromSeconds(7));

        DefinitionsStatus status = Status(library);

        Assert.Equal((DefinitionsSource.Server, 1L, 1, 0), (status.Source, status.Generation, status.Flags, status.ServerOnlyFlags));
        Assert.Equal((fetchedAt, confirmedAt, TimeSpan.FromSeconds(7)), (status.FetchedAt, status.ConfirmedAt, status.Age));
        Assert.Null(status.LastFailure);
    }

    [Fact]
    [Trait("Promise", "DF-11")]
    public async Task Status_AfterAFailure_TellsCauseAndAdviceAndKeepsThem()
    {
        await using var library = new Library(new StubHandler().Status(HttpStatusCode.Unauthorized).Json(OneFlag));
        await library.RefreshAsync();
        DateTimeOffset failedAt = library.Clock.GetUtcNow();
        library.Clock.Advance(TimeSpan.FromSeconds(30));
        await library.RefreshAsync();

        DefinitionsStatus status = Status(library);

        Assert.StartsWith("Unauthorized: HTTP status 401. PostHog refuses the key. Check PostHog:SecretKey", status.LastFailure, StringComparison.Ordinal);
        Assert.Equal((failedAt, library.Clock.GetUtcNow()), (status.LastFailureAt, status.ConfirmedAt));
    }

    [Fact]
    [Trait("Promise", "DF-10")]
    public async Task DefinitionsChanged_NewDefinitions_TellsTheKeysOnce()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag).Json(TwoFlags).Json(TwoFlags));
        var changes = new List<string>();
        Definitions(library).DefinitionsChanged += (_, change) => changes.Add(string.Join(',', change.Keys));

        for (int i = 0; i < 3; i++)
        {
            await library.RefreshAsync();
        }

        Assert.Equal(["beta", "gamma"], changes);
    }

    [Fact]
    [Trait("Promise", "DF-10")]
    public async Task GetReloadToken_NewDefinitions_FiresOncePerToken()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag).Json(TwoFlags).Json(TwoFlags));
        int fired = 0;
        using IDisposable registration = ChangeToken.OnChange(Definitions(library).GetReloadToken, () => fired++);
        IChangeToken first = Definitions(library).GetReloadToken();

        for (int i = 0; i < 3; i++)
        {
            await library.RefreshAsync();
        }

        Assert.True(first.HasChanged);
        Assert.False(Definitions(library).GetReloadToken().HasChanged);
        Assert.Equal(2, fired);
    }

    [Fact]
    [Trait("Promise", "DF-10")]
    public async Task DefinitionsChanged_HandlerThrows_OthersAreToldAndTheDefinitionsAreInUse()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag));
        int told = 0;
        Definitions(library).GetReloadToken().RegisterChangeCallback(static _ => throw new InvalidOperationException(), null);
        Definitions(library).DefinitionsChanged += static (_, _) => throw new InvalidOperationException();
        Definitions(library).DefinitionsChanged += (_, _) => told++;

        Assert.True((await library.RefreshAsync()).IsGood);

        Assert.Equal((1, 2), (told, library.Logs.CountOf(LogEvents.DefinitionsHandlerBroke)));
        Assert.True(library.Store.HasDefinitions);
    }

    [Fact]
    [Trait("Promise", "DF-09")]
    public async Task ExportAsync_WithoutDefinitions_Throws()
    {
        await using var library = new Library(new StubHandler());
        using var destination = new MemoryStream();

        await Assert.ThrowsAsync<ArgumentNullException>(() => Definitions(library).ExportAsync(null!, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Definitions(library).ExportAsync(destination, TestContext.Current.CancellationToken));
    }

    private static IPostHogDefinitions Definitions(Library library) => library.Get<IPostHogDefinitions>();

    private static DefinitionsStatus Status(Library library) => Definitions(library).Status;
}
