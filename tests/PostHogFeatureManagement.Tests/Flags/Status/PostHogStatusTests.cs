using System.Net;
using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags.Status;

[Trait("Promise", "OP-02")]
public sealed class PostHogStatusTests
{
    [Fact]
    public async Task State_FirstDefinitions_ChangesTheToken()
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta"))));
        IPostHogStatus status = library.Get<IPostHogStatus>();
        IChangeToken token = status.GetChangeToken();
        var told = new List<PostHogState>();
        using IDisposable registration = ChangeToken.OnChange(status.GetChangeToken, () => told.Add(status.State));
        Assert.Equal(PostHogState.NotReady, status.State);

        await library.RefreshAsync();
        library.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(token.HasChanged);
        Assert.Equal([PostHogState.Ready], told);
        Assert.Equal((PostHogState.Ready, library.Clock.GetUtcNow()), (status.State, status.Since));
    }

    [Fact]
    public async Task Since_SameState_Stays()
    {
        await using var library = new Library(new StubHandler().Status(HttpStatusCode.BadGateway));
        IPostHogStatus status = library.Get<IPostHogStatus>();
        DateTimeOffset since = status.Since;

        library.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((PostHogState.NotReady, since), (status.State, status.Since));
    }

    [Fact]
    public async Task GetChangeToken_HandlerThrows_IsLoggedAndTheStateIsRead()
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta"))));
        IPostHogStatus status = library.Get<IPostHogStatus>();
        using IDisposable registration = status.GetChangeToken().RegisterChangeCallback(static _ => throw new InvalidOperationException("handler"), null);

        await library.RefreshAsync();

        Assert.Equal(PostHogState.Ready, status.State);
        Assert.Equal(1, library.Logs.CountOf(305));
    }

    [Fact]
    public async Task State_WithoutToken_NeedsNoTimer()
    {
        await using var library = new Library(new StubHandler());

        _ = library.Get<IPostHogStatus>().State;

        Assert.Equal(0, library.Clock.CountTimersDueIn(TimeSpan.FromSeconds(1)));
    }
}
