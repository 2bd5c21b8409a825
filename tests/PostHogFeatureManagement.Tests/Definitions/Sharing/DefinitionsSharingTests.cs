using System.Net;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Fleet.Copy;
using PostHogFeatureManagement.Tests.Support;
using static PostHogFeatureManagement.Tests.Definitions.Sharing.FleetOfTwo;

namespace PostHogFeatureManagement.Tests.Definitions.Sharing;

[Trait("Promise", "DF-04")]
[Trait("Promise", "DF-07")]
public sealed class DefinitionsSharingTests
{
    [Fact]
    public async Task LookAsync_OtherHasPublished_UsesItWithoutPostHog()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag), new StubHandler());
        await fleet.First.RefreshAsync();

        await LookAsync(fleet.Second);

        Assert.Equal((1, 1, DefinitionsSource.Server), Uses(fleet.First));
        Assert.Equal((1, 1, DefinitionsSource.Shared), Uses(fleet.Second));
        Assert.Equal(0, fleet.Second.PostHog.Count);
        Assert.True((await fleet.Second.Flags.GetFlagAsync("beta", new PostHogContext("u"))).IsEnabled);
    }

    [Fact]
    public async Task Refresh_OtherPublishedTheSame_JoinsItsGeneration()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag).Json(TwoFlags), new StubHandler().Json(TwoFlags));
        await fleet.First.RefreshAsync();
        await fleet.First.RefreshAsync();

        await fleet.Second.RefreshAsync();

        Assert.Equal((2, 2), (Uses(fleet.Second).Generation, Uses(fleet.Second).Flags));
    }

    /// <summary>The first instance's answer was under way while the second one published something newer.</summary>
    [Fact]
    public async Task Refresh_OvertakenWithNews_DropsItAndPollsOnceMore()
    {
        var slow = new StubHandler();
        TaskCompletionSource<HttpResponseMessage> late = slow.Held();
        slow.Json(ThreeFlags);
        await using var fleet = new FleetOfTwo(slow, new StubHandler().Json(TwoFlags).Json(ThreeFlags));
        Task<DefinitionsRefresh> refresh = fleet.First.RefreshAsync();
        await slow.ReceivedAsync(1);
        await fleet.Second.RefreshAsync();
        await fleet.Second.RefreshAsync();

        late.SetResult(StubHandler.Response(HttpStatusCode.OK, OneFlag));
        await refresh;

        Assert.Equal(2, slow.Count);
        Assert.Equal((2, 3), (Uses(fleet.First).Generation, Uses(fleet.First).Flags));
        Assert.Equal((2, 3), (Uses(fleet.Second).Generation, Uses(fleet.Second).Flags));
        Assert.Equal(2, (await LookAsync(fleet.First)).Head!.Generation);
    }

    [Fact]
    public async Task Refresh_OvertakenTwice_WaitsForTheNextInterval()
    {
        var slow = new StubHandler();
        TaskCompletionSource<HttpResponseMessage> late = slow.Held();
        TaskCompletionSource<HttpResponseMessage> lateAgain = slow.Held();
        await using var fleet = new FleetOfTwo(slow, new StubHandler().Json(TwoFlags).Json(ThreeFlags));
        Task<DefinitionsRefresh> refresh = fleet.First.RefreshAsync();
        await slow.ReceivedAsync(1);
        await fleet.Second.RefreshAsync();
        late.SetResult(StubHandler.Response(HttpStatusCode.OK, OneFlag));
        await slow.ReceivedAsync(2);
        await fleet.Second.RefreshAsync();
        lateAgain.SetResult(StubHandler.Response(HttpStatusCode.OK, OneFlag));
        await refresh;

        Assert.Equal(2, slow.Count);
        Assert.Equal((2, 3), (Uses(fleet.First).Generation, Uses(fleet.First).Flags));
    }

    [Fact]
    public async Task Refresh_OvertakenConfirmation_IsDropped()
    {
        var slow = new StubHandler().Json(OneFlag, HttpStatusCode.OK, ("ETag", "1"));
        TaskCompletionSource<HttpResponseMessage> late = slow.Held();
        await using var fleet = new FleetOfTwo(slow, new StubHandler().Json(TwoFlags));
        await fleet.First.RefreshAsync();
        Task<DefinitionsRefresh> refresh = fleet.First.RefreshAsync();
        await slow.ReceivedAsync(2);
        await fleet.Second.RefreshAsync();

        late.SetResult(StubHandler.Response(HttpStatusCode.NotModified, string.Empty));
        await refresh;

        Assert.Equal(2, slow.Count);
        Assert.Equal((2, 2, DefinitionsSource.Shared), Uses(fleet.First));
    }

    [Fact]
    public async Task Refresh_NotModified_RenewsTheHead()
    {
        await using var fleet = new FleetOfTwo(
            new StubHandler().Json(OneFlag, HttpStatusCode.OK, ("ETag", "1")).Status(HttpStatusCode.NotModified), new StubHandler());
        await fleet.First.RefreshAsync();
        fleet.Clock.Advance(TimeSpan.FromSeconds(30));
        await fleet.First.RefreshAsync();

        HeadLook look = await LookAsync(fleet.Second);

        Assert.Equal((1, 1), (look.Head!.Generation, look.Head.Renewals));
        Assert.Equal(TimeSpan.Zero, look.Age);
        Assert.Equal(fleet.Clock.GetUtcNow(), fleet.Second.Get<IPostHogDefinitions>().Status.ConfirmedAt);
    }

    [Fact]
    public async Task Refresh_SameDefinitionsWithAnotherTag_RenewsTheHeadWithTheNewTag()
    {
        await using var fleet = new FleetOfTwo(
            new StubHandler().Json(OneFlag, HttpStatusCode.OK, ("ETag", "1")).Json(OneFlag, HttpStatusCode.OK, ("ETag", "2")), new StubHandler());
        await fleet.First.RefreshAsync();
        await fleet.First.RefreshAsync();

        HeadLook look = await LookAsync(fleet.Second);

        Assert.Equal((1, 1, "2"), (look.Head!.Generation, look.Head.Renewals, look.Head.Body!.ETag));
    }

    /// <summary>With each refresh, keys that the definitions lack are asked about anew.</summary>
    [Fact]
    public async Task LookAsync_OtherWasToldToWait_CountsNoRefresh()
    {
        await using var fleet = new FleetOfTwo(
            new StubHandler().Json(OneFlag).Status(HttpStatusCode.TooManyRequests, ("Retry-After", "60")), new StubHandler());
        await fleet.First.RefreshAsync();
        await LookAsync(fleet.Second);
        fleet.Clock.Advance(TimeSpan.FromSeconds(30));
        await EndPollAsync(fleet.First, await fleet.First.RefreshAsync());

        HeadLook look = await LookAsync(fleet.Second);

        Assert.Equal((1, TimeSpan.FromMinutes(1)), (look.Head!.Renewals, look.Wait));
        Assert.Equal(1, fleet.Second.Store.Refreshes);
        Assert.Equal(TimeSpan.FromSeconds(30), fleet.Second.Get<IPostHogDefinitions>().Status.Age);
    }

    [Fact]
    public async Task LookAsync_OtherHasRepublished_CountsNoRefreshAndTheNextRenewalOnce()
    {
        await using var fleet = new FleetOfTwo(
            new StubHandler().Json(OneFlag, HttpStatusCode.OK, ("ETag", "1")).Status(HttpStatusCode.NotModified), new StubHandler());
        await fleet.First.RefreshAsync();
        await fleet.First.RefreshAsync();
        await LookAsync(fleet.First);
        await LookAsync(fleet.Second);
        fleet.Storage.Lose(string.Empty);
        await LookAsync(fleet.First);

        await LookAsync(fleet.Second);
        Assert.Equal(1, fleet.Second.Store.Refreshes);

        await fleet.First.RefreshAsync();
        await LookAsync(fleet.Second);
        Assert.Equal(2, fleet.Second.Store.Refreshes);
    }

    [Fact]
    public async Task LookAsync_StorageEmptiedDuringAWait_KeepsTheWait()
    {
        await using var fleet = new FleetOfTwo(
            new StubHandler().Json(OneFlag).Status(HttpStatusCode.TooManyRequests, ("Retry-After", "60")), new StubHandler());
        await fleet.First.RefreshAsync();
        await EndPollAsync(fleet.First, await fleet.First.RefreshAsync());
        await LookAsync(fleet.First);
        fleet.Storage.Lose(string.Empty);
        await LookAsync(fleet.First);

        Assert.Equal(TimeSpan.FromMinutes(1), (await LookAsync(fleet.Second)).Wait);
    }

    [Fact]
    public async Task LookAsync_StorageEmptied_RepublishesUnderTheSameGeneration()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag).Json(TwoFlags), new StubHandler());
        await fleet.First.RefreshAsync();
        await LookAsync(fleet.Second);
        await fleet.First.RefreshAsync();
        fleet.Storage.Lose(string.Empty);

        // The second one has the older definitions and is faster. The higher generation stays.
        await LookAsync(fleet.Second);
        Assert.Equal(1, SharedHeadFormat.Read(fleet.Storage["head"])!.Generation);
        await LookAsync(fleet.First);
        await LookAsync(fleet.Second);

        Assert.Equal((2, 2), (Uses(fleet.First).Generation, Uses(fleet.First).Flags));
        Assert.Equal((2, 2), (Uses(fleet.Second).Generation, Uses(fleet.Second).Flags));
    }

    [Fact]
    public async Task LookAsync_SleptForADay_DoesNotOverwriteTheFleet()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag).Json(TwoFlags), new StubHandler().Json(ThreeFlags));
        await fleet.First.RefreshAsync();
        await fleet.First.RefreshAsync();
        fleet.Clock.Advance(TimeSpan.FromDays(2));
        await fleet.Second.RefreshAsync();
        Assert.Equal(1, Uses(fleet.Second).Generation);

        await LookAsync(fleet.First);

        Assert.Equal(1, SharedHeadFormat.Read(fleet.Storage["head"])!.Generation);
        Assert.Equal((2, 2), (Uses(fleet.First).Generation, Uses(fleet.First).Flags));
    }

    [Fact]
    public async Task Refresh_StorageAway_KeepsItAloneAndJoinsWhenItIsBack()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag).Json(TwoFlags), new StubHandler().Json(TwoFlags));
        await fleet.First.RefreshAsync();
        await LookAsync(fleet.Second);
        fleet.Storage.Fails();
        await fleet.First.RefreshAsync();
        Assert.Equal((1, 2, DefinitionsSource.Server), Uses(fleet.First));

        fleet.StorageWorksAgain();
        await fleet.Second.RefreshAsync();
        await LookAsync(fleet.First);

        Assert.Equal((2, 2), (Uses(fleet.Second).Generation, Uses(fleet.Second).Flags));
        Assert.Equal((2, 2), (Uses(fleet.First).Generation, Uses(fleet.First).Flags));
        Assert.Equal(1, fleet.Second.PostHog.Count);
    }

    [Fact]
    public async Task Refresh_WasAloneAndPostHogIsAway_TakesWhatTheOthersHave()
    {
        await using var fleet = new FleetOfTwo(
            new StubHandler().Json(OneFlag).Json(TwoFlags).Status(HttpStatusCode.BadGateway), new StubHandler().Json(ThreeFlags));
        await fleet.First.RefreshAsync();
        fleet.Storage.Fails();
        await fleet.First.RefreshAsync();
        fleet.StorageWorksAgain();
        await fleet.Second.RefreshAsync();

        // Until it has asked PostHog, it does not know whose definitions are newer.
        await LookAsync(fleet.First);
        Assert.Equal(2, Uses(fleet.First).Flags);
        await fleet.First.RefreshAsync();

        Assert.Equal((2, 3, DefinitionsSource.Shared), Uses(fleet.First));
    }

    /// <summary>It was sent its definitions after the others had published theirs.</summary>
    [Fact]
    public async Task Refresh_WasAloneAndTheOthersHaveNothingNewer_KeepsItsOwn()
    {
        await using var fleet = new FleetOfTwo(
            new StubHandler().Json(OneFlag).Json(TwoFlags).Status(HttpStatusCode.BadGateway), new StubHandler());
        await fleet.First.RefreshAsync();
        fleet.Storage.Fails();
        await fleet.First.RefreshAsync();
        fleet.StorageWorksAgain();

        await fleet.First.RefreshAsync();

        Assert.Equal((1, 2, DefinitionsSource.Server), Uses(fleet.First));
    }

    /// <summary>An answer that was under way for long must not roll back an instance that cannot ask the storage. It asks PostHog again.</summary>
    [Fact]
    public async Task Refresh_StorageGoesAwayDuringTheWait_DropsTheAnswerAndPollsOnceMore()
    {
        var slow = new StubHandler();
        TaskCompletionSource<HttpResponseMessage> late = slow.Held();
        TaskCompletionSource<HttpResponseMessage> again = slow.Held();
        await using var fleet = new FleetOfTwo(slow, new StubHandler().Json(TwoFlags));
        Task<DefinitionsRefresh> refresh = fleet.First.RefreshAsync();
        await slow.ReceivedAsync(1);
        await fleet.Second.RefreshAsync();
        await LookAsync(fleet.First);
        fleet.Storage.Fails();

        late.SetResult(StubHandler.Response(HttpStatusCode.OK, OneFlag));
        await slow.ReceivedAsync(2);
        Assert.Equal((1, 2, DefinitionsSource.Shared), Uses(fleet.First));

        again.SetResult(StubHandler.Response(HttpStatusCode.OK, ThreeFlags));
        Assert.True((await refresh).HasChanged);
        Assert.Equal((1, 3, DefinitionsSource.Server), Uses(fleet.First));
    }
}
