using System.Net;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Definitions.Sharing;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Fleet.Copy;
using PostHogFeatureManagement.Fleet.Lease;
using PostHogFeatureManagement.Tests.Support;
using static PostHogFeatureManagement.Tests.Definitions.Sharing.FleetOfTwo;

namespace PostHogFeatureManagement.Tests.Definitions.Sharing;

/// <summary>What cannot be used, cannot be shared, or must wait.</summary>
[Trait("Promise", "DF-04")]
public sealed class SharingTroubleTests
{
    [Theory]
    [InlineData("missing")]
    [InlineData("torn")]
    [Trait("Promise", "DF-12")]
    public async Task LookAsync_BodyIsTorn_IsNotUsedAndRepairedByWhoeverPolls(string how)
    {
        await using var fleet = new FleetOfTwo(
            new StubHandler().Json(OneFlag, HttpStatusCode.OK, ("ETag", "1")).Status(HttpStatusCode.NotModified), new StubHandler());
        await fleet.First.RefreshAsync();
        string body = "body:" + fleet.First.Store.Latest!.Content.Hash;
        if (how == "missing")
        {
            fleet.Storage.Lose("body");
        }
        else
        {
            fleet.Storage[body] = fleet.Storage[body]![..^3];
        }

        await LookAsync(fleet.Second);
        await LookAsync(fleet.Second);
        Assert.Null(fleet.Second.Store.Latest);
        Assert.Equal(1, fleet.Second.Logs.CountOf(LogEvents.SharedCopyUnusable));

        await fleet.First.RefreshAsync();
        await LookAsync(fleet.Second);

        Assert.Equal((2, 1), (Uses(fleet.Second).Generation, Uses(fleet.Second).Flags));
    }

    [Fact]
    [Trait("Promise", "DF-05")]
    public async Task RunOnceAsync_BodyDidNotCome_LooksAgainBeforeTheNextInterval()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag), new StubHandler());
        await fleet.First.RefreshAsync();
        SharingWatch watch = fleet.Second.Get<SharingWatch>();
        fleet.Storage.Lose("body");
        TimeSpan behind = await watch.RunOnceAsync(TestContext.Current.CancellationToken);

        await fleet.First.RefreshAsync();
        fleet.Clock.Advance(behind);
        TimeSpan current = await watch.RunOnceAsync(TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromSeconds(5), behind);
        Assert.True(current > TimeSpan.FromSeconds(20), $"Looks again after {current}.");
        Assert.Equal(1, Uses(fleet.Second).Flags);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("generation")]
    [Trait("Promise", "DF-12")]
    public async Task LookAsync_HeadIsForged_IsIgnoredAndReplacedByTheNextPoll(string how)
    {
        await using var fleet = new FleetOfTwo(
            new StubHandler().Json(OneFlag).Json(TwoFlags), new StubHandler(), ("PostHog:Cache:KeySecret", "a secret of some length"));
        await fleet.First.RefreshAsync();
        await LookAsync(fleet.Second);
        fleet.Storage["head"] = how == "garbage"
            ? [1, 2, 3]
            : SharedHeadFormat.Write(SharedHead.Empty with { Generation = 99, Body = new SharedBodyInfo(new string('a', 64), 10, null) });

        await LookAsync(fleet.Second);
        Assert.Equal((1, 1), (Uses(fleet.Second).Generation, Uses(fleet.Second).Flags));
        Assert.Equal(1, fleet.Second.Logs.CountOf(LogEvents.SharedCopyUnusable));

        await fleet.First.RefreshAsync();
        await LookAsync(fleet.Second);
        Assert.Equal((2, 2), (Uses(fleet.Second).Generation, Uses(fleet.Second).Flags));
    }

    [Fact]
    public async Task Refresh_BodyThatIsNoDefinitions_IsNotPublished()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json("<html></html>"), new StubHandler());

        await fleet.First.RefreshAsync();

        Assert.Empty(fleet.Storage.Names);
    }

    [Fact]
    public async Task Refresh_TooLargeToShare_IsUsedAndSaidOnce()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag).Json(TwoFlags), new StubHandler());
        fleet.Storage.MaxValueSize = 10;

        await fleet.First.RefreshAsync();
        await fleet.First.RefreshAsync();

        Assert.Equal(2, Uses(fleet.First).Flags);
        Assert.DoesNotContain(fleet.Storage.Names, static name => name.Contains("body", StringComparison.Ordinal));
        Assert.Equal(1, fleet.First.Logs.CountOf(LogEvents.SharedCopyTooLarge));
    }

    /// <summary>The others must not stay with the last definitions that could be shared.</summary>
    [Fact]
    public async Task LookAsync_DefinitionsHaveBecomeTooLarge_FetchesThemItself()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag).Json(TwoFlags), new StubHandler().Json(TwoFlags));
        await fleet.First.RefreshAsync();
        await LookAsync(fleet.Second);
        fleet.Storage.MaxValueSize = 10;
        await fleet.First.RefreshAsync();

        await LookAsync(fleet.Second);
        Assert.InRange(fleet.Second.Get<LeaseKeeper>().UntilPoll, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        await fleet.Second.RefreshAsync();
        await LookAsync(fleet.Second);

        Assert.Equal((2, 2), (Uses(fleet.Second).Generation, Uses(fleet.Second).Flags));
        Assert.Equal(TimeSpan.MaxValue, fleet.Second.Get<LeaseKeeper>().UntilPoll);
    }

    [Fact]
    public async Task Refresh_StorageDoesNotTakeTheDefinitions_IsUsedToldAndSaidOnce()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag).Json(TwoFlags).Json(ThreeFlags), new StubHandler().Json(OneFlag));
        fleet.Storage.Refuses = "body";
        for (int poll = 0; poll < 3; poll++)
        {
            await fleet.First.RefreshAsync();
            fleet.Clock.Advance(CallGuard.Pause);
        }

        await LookAsync(fleet.Second);

        Assert.Equal((3, 3), (Uses(fleet.First).Generation, Uses(fleet.First).Flags));
        Assert.InRange(fleet.Second.Get<LeaseKeeper>().UntilPoll, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(1, fleet.First.Logs.CountOf(LogEvents.SharedCopyNotWritten));
    }

    [Fact]
    public async Task Postpone_QuotaUsedUp_HoldsForAllInstances()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Status(HttpStatusCode.PaymentRequired), new StubHandler().Json(OneFlag));
        DefinitionsRefresh refused = await fleet.First.RefreshAsync();
        await EndPollAsync(fleet.First, refused);

        HeadLook look = await LookAsync(fleet.Second);

        Assert.Equal((0, true), (look.Head!.Generation, look.Head.IsQuotaUsedUp));
        Assert.Equal(TimeSpan.FromMinutes(5), fleet.Second.Get<PollTurns>().UntilAllowed);
        Assert.True(fleet.Second.Store.IsQuotaLimited);

        fleet.Clock.Advance(TimeSpan.FromMinutes(5));
        await fleet.Second.RefreshAsync();
        await LookAsync(fleet.First);
        Assert.False(fleet.First.Store.IsQuotaLimited);
        Assert.Equal((1, 1), (Uses(fleet.First).Generation, Uses(fleet.First).Flags));
    }

    /// <summary>The second instance has not looked since the first one was told to wait.</summary>
    [Fact]
    [Trait("Promise", "DF-06")]
    public async Task Refresh_OtherWasToldToWait_DoesNotAskPostHog()
    {
        await using var fleet = new FleetOfTwo(
            new StubHandler().Json(OneFlag).Status(HttpStatusCode.TooManyRequests, ("Retry-After", "120")), new StubHandler().Json(TwoFlags));
        await fleet.First.RefreshAsync();
        await EndPollAsync(fleet.First, await fleet.First.RefreshAsync());

        DefinitionsRefresh refresh = await fleet.Second.RefreshAsync();
        await EndPollAsync(fleet.Second, refresh);

        Assert.Equal(0, fleet.Second.PostHog.Count);
        Assert.Equal(DefinitionsRefresh.Postponed(fleet.Clock.GetUtcNow().AddMinutes(2)), refresh.ToResult());
        Assert.Equal(TimeSpan.FromMinutes(2), fleet.Second.Get<PollTurns>().UntilAllowed);
        Assert.Equal((1, 1, DefinitionsSource.Shared), Uses(fleet.Second));
    }

    [Fact]
    public async Task LookAsync_WaitCouldNotBeShared_KeepsIt()
    {
        await using var fleet = new FleetOfTwo(
            new StubHandler().Json(OneFlag).Status(HttpStatusCode.TooManyRequests, ("Retry-After", "120")), new StubHandler());
        await fleet.First.RefreshAsync();
        DefinitionsRefresh refused = await fleet.First.RefreshAsync();
        fleet.Storage.Fails();
        await EndPollAsync(fleet.First, refused);
        fleet.StorageWorksAgain();

        await LookAsync(fleet.First);

        Assert.Equal(TimeSpan.FromMinutes(2) - CallGuard.Pause, fleet.First.Get<PollTurns>().UntilAllowed);
    }

    /// <summary>The clock of the instance that wrote the wait was a day ahead.</summary>
    [Fact]
    public async Task LookAsync_WaitIsFarAhead_EndsAfterAnHour()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Status(HttpStatusCode.PaymentRequired), new StubHandler().Json(OneFlag));
        fleet.Storage.Ahead = TimeSpan.FromDays(1);
        await EndPollAsync(fleet.First, await fleet.First.RefreshAsync());
        fleet.Storage.Ahead = TimeSpan.Zero;
        await LookAsync(fleet.Second);
        Assert.Equal(TimeSpan.FromHours(1), fleet.Second.Get<PollTurns>().UntilAllowed);

        fleet.Clock.Advance(TimeSpan.FromHours(1));
        await fleet.Second.RefreshAsync();

        Assert.Equal((1, 1), (Uses(fleet.Second).Generation, Uses(fleet.Second).Flags));
    }

    [Fact]
    public async Task LookAsync_OtherSecret_IsAnotherFleet()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag), new StubHandler());
        await using Library other = fleet.Create(new StubHandler().Json(TwoFlags), ("PostHog:Cache:KeySecret", "a secret of some length"));
        await fleet.First.RefreshAsync();
        await other.RefreshAsync();

        await LookAsync(fleet.Second);
        await LookAsync(other);

        Assert.Equal((1, 1), (Uses(fleet.Second).Generation, Uses(fleet.Second).Flags));
        Assert.Equal((1, 2), (Uses(other).Generation, Uses(other).Flags));
    }

    [Fact]
    public async Task LookAsync_StorageAway_IsSaidOnceAndItsReturnToo()
    {
        await using var fleet = new FleetOfTwo(new StubHandler(), new StubHandler());
        fleet.Storage.Fails();
        for (int look = 0; look < 5; look++)
        {
            await LookAsync(fleet.First);
        }

        fleet.StorageWorksAgain();
        await LookAsync(fleet.First);

        Assert.Equal(1, fleet.First.Logs.CountOf(LogEvents.SharingInterrupted));
        Assert.Equal(1, fleet.First.Logs.CountOf(LogEvents.SharingResumed));
    }

    [Fact]
    public async Task Share_False_SharesNothing()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag), new StubHandler(), ("PostHog:Definitions:Share", "false"));

        await fleet.First.RefreshAsync();

        Assert.Empty(fleet.Storage.Names);
        Assert.False(fleet.First.Get<IPostHogDefinitions>().Status.IsShared);
    }
}
