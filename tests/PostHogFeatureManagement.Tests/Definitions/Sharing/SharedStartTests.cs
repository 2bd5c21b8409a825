using System.Net;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Sources;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Fleet.Lease;
using PostHogFeatureManagement.Tests.Support;
using static PostHogFeatureManagement.Tests.Definitions.Sharing.FleetOfTwo;

namespace PostHogFeatureManagement.Tests.Definitions.Sharing;

/// <summary>What an instance starts from, and what it leaves behind.</summary>
[Trait("Promise", "DF-03")]
[Trait("Promise", "DF-11")]
public sealed class SharedStartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>B17: no request and no wait.</summary>
    [Fact]
    public async Task Start_CopyIsYoung_UsesItWithoutPostHog()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag), new StubHandler().Hangs());
        await fleet.First.RefreshAsync();
        fleet.Clock.Advance(TimeSpan.FromSeconds(20));

        await fleet.Second.Get<DefinitionsPoller>().StartAsync(Token);

        Assert.Equal((1, 1, DefinitionsSource.Shared), Uses(fleet.Second));
        Assert.Equal(0, fleet.Second.PostHog.Count);
        Assert.Equal(20, fleet.Second.Get<IPostHogDefinitions>().Status.Age?.TotalSeconds);
        await fleet.Second.Get<DefinitionsPoller>().StopAsync(Token);
    }

    [Fact]
    public async Task Start_CopyIsOldAndPostHogHangs_UsesItAfterTheStartupTimeoutAndTellsItsAge()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag), new StubHandler().Hangs());
        await fleet.First.RefreshAsync();
        fleet.Clock.Advance(TimeSpan.FromHours(3));
        DefinitionsPoller poller = fleet.Second.Get<DefinitionsPoller>();

        Task start = poller.StartAsync(Token);
        await fleet.Second.PostHog.ReceivedAsync(1);
        await fleet.Clock.TimerDueInAsync(TimeSpan.FromSeconds(5));
        Assert.False(start.IsCompleted);
        fleet.Clock.Advance(TimeSpan.FromSeconds(5));
        await start;

        Assert.Equal((1, 1, DefinitionsSource.Shared), Uses(fleet.Second));
        Assert.Equal(1, fleet.Second.Logs.CountOf(LogEvents.DefinitionsFromFleet));
        Assert.Contains("last confirmed them 3 h ago", fleet.Second.Logs.Text, StringComparison.Ordinal);
        await poller.StopAsync(Token);
    }

    [Fact]
    public async Task Start_CopyIsOldAndPostHogAnswers_UsesPostHogs()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag), new StubHandler().Json(TwoFlags));
        await fleet.First.RefreshAsync();
        fleet.Clock.Advance(TimeSpan.FromHours(3));

        await fleet.Second.Get<DefinitionsPoller>().StartAsync(Token);

        Assert.Equal((2, 2, DefinitionsSource.Server), Uses(fleet.Second));
        await fleet.Second.Get<DefinitionsPoller>().StopAsync(Token);
    }

    /// <summary>The cache lost what was published last. Another instance shares something older.</summary>
    [Fact]
    public async Task Start_LastGoodFileIsNewerThanTheCopy_KeepsTheFile()
    {
        using var folder = new TemporaryFolder();
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag), new StubHandler());
        (string, string) file = ("PostHog:Definitions:LastGoodFile", folder["last-good.json"]);
        await using (Library before = fleet.Create(new StubHandler().Json(TwoFlags), file))
        {
            await fleet.First.RefreshAsync();
            await before.RefreshAsync();
            before.Get<DefinitionsFiles>().Keep();
            await before.Get<DefinitionsFiles>().Written;
            Assert.Equal(2, Uses(before).Generation);
        }

        fleet.Storage.Lose(string.Empty);
        await LookAsync(fleet.First);
        await using Library after = fleet.Create(new StubHandler().Status(HttpStatusCode.BadGateway), file);
        await after.Get<DefinitionsPoller>().StartAsync(Token);

        Assert.Equal((0, 2, DefinitionsSource.File), Uses(after));
        await after.Get<DefinitionsPoller>().StopAsync(Token);
    }

    [Fact]
    public async Task Start_NothingSharedAndPostHogIsAway_StartsWithout()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Status(HttpStatusCode.BadGateway), new StubHandler());
        fleet.Storage.Fails();

        await fleet.First.Get<DefinitionsPoller>().StartAsync(Token);

        Assert.Null(fleet.First.Store.Latest);
        await fleet.First.Get<DefinitionsPoller>().StopAsync(Token);
    }

    [Fact]
    [Trait("Promise", "DF-07")]
    public async Task Stop_Holder_GivesTheLeaseUp()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag), new StubHandler());
        DefinitionsPoller poller = fleet.First.Get<DefinitionsPoller>();
        await poller.StartAsync(Token);
        await HeldAsync(fleet);

        await poller.StopAsync(Token);

        Assert.True(Lease(fleet)!.Value.IsReleased);
    }

    [Fact]
    [Trait("Promise", "OP-05")]
    public async Task Switch_OffAndOn_GivesTheLeaseUpAndTakesItAgain()
    {
        await using var fleet = new FleetOfTwo(new StubHandler().Json(OneFlag), new StubHandler());
        DefinitionsPoller poller = fleet.First.Get<DefinitionsPoller>();
        await poller.StartAsync(Token);
        await HeldAsync(fleet);

        fleet.First.Get<PostHogSwitch>().Turn(false);
        await Eventually.TrueAsync(() => Lease(fleet) is { IsReleased: true });
        Assert.False(fleet.First.Get<IPostHogDefinitions>().Status.IsPolling);

        fleet.Clock.Advance(TimeSpan.FromMinutes(2));
        fleet.First.Get<PostHogSwitch>().Turn(true);
        await HeldAsync(fleet);
        await poller.StopAsync(Token);
    }

    private static Task HeldAsync(FleetOfTwo fleet) => Eventually.TrueAsync(() => Lease(fleet) is { IsReleased: false });

    private static LeaseNote? Lease(FleetOfTwo fleet) => LeaseNote.Read(fleet.Storage["lease"]);
}
