using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Client;
using PostHogFeatureManagement.Tests.Client.Resilience.Breaker;

namespace PostHogFeatureManagement.Tests.Fleet;

[Trait("Promise", "RS-05")]
public class SharedBreakerSyncTests
{
    [Fact]
    [Trait("Promise", "P21")]
    public async Task RunOnceAsync_OneInstanceSlow_IdleInstanceSendsNothing()
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture slow = fleet.Add(static options => options.Client.AttemptTimeout = TimeSpan.FromSeconds(4));
        ClientFixture idle = fleet.Add();
        idle.PostHog.Flags("beta");
        await BreakerStrategyTests.AnswerAfterAsync(slow, TimeSpan.FromSeconds(3), """{"flags":{}}""");

        await SharedBreakerFleet.LookAsync(slow);
        await SharedBreakerFleet.LookAsync(idle);

        Assert.Equal(WireFailure.CircuitOpen, (await idle.EvaluateAsync()).Failure);
        Assert.Equal(0, idle.PostHog.Count);
        Assert.Equal((BreakerState.Open, BreakerCause.OtherInstance), (idle.Circuit.State, idle.Circuit.Cause));
        Assert.Equal(slow.Circuit.OpenUntil, idle.Circuit.OpenUntil);
        Assert.Equal(1, idle.Logs.CountOf(LogEvents.BreakerOpened));
    }

    [Fact]
    public async Task RunOnceAsync_PauseOver_ProbesForItself()
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture other = fleet.Add();
        ClientFixture here = fleet.Add();
        await SharedBreakerFleet.TripAsync(other);
        await SharedBreakerFleet.LookAsync(here);
        fleet.Clock.Advance(SharedBreakerFleet.Pause);
        await SharedBreakerFleet.LookAsync(here);

        await SharedBreakerFleet.SucceedAsync(here, 1);

        Assert.Equal(1, here.PostHog.Count);
        Assert.Equal(BreakerState.Closed, here.Circuit.State);
    }

    [Fact]
    public async Task RunOnceAsync_OneBadNode_HealthyInstanceContinues()
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture bad = fleet.Add();
        ClientFixture healthy = fleet.Add();
        await SharedBreakerFleet.SucceedAsync(healthy, 5);
        await SharedBreakerFleet.TripAsync(bad);

        await SharedBreakerFleet.LookAsync(healthy);

        Assert.Equal(WireFailure.None, (await healthy.EvaluateAsync()).Failure);
    }

    [Fact]
    public async Task RunOnceAsync_FewOldOrMixedCalls_FollowsOtherInstance()
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture few = fleet.Add();
        ClientFixture old = fleet.Add();
        ClientFixture mixed = fleet.Add();
        await SharedBreakerFleet.SucceedAsync(old, 20);
        fleet.Clock.Advance(TimeSpan.FromSeconds(31));
        await SharedBreakerFleet.SucceedAsync(few, 4);
        await SharedBreakerFleet.SucceedAsync(mixed, 20);
        mixed.PostHog.Status(System.Net.HttpStatusCode.ServiceUnavailable);
        await mixed.EvaluateAsync(1);
        await SharedBreakerFleet.TripAsync(fleet.Add());

        foreach (ClientFixture instance in new[] { few, old, mixed })
        {
            await SharedBreakerFleet.LookAsync(instance);
            Assert.Equal(BreakerCause.OtherInstance, instance.Circuit.Cause);
        }
    }

    [Fact]
    public async Task RunOnceAsync_TwoInstancesAgree_HealthyInstanceFollows()
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture healthy = fleet.Add();
        await SharedBreakerFleet.SucceedAsync(healthy, 50);
        await SharedBreakerFleet.TripAsync(fleet.Add());
        await SharedBreakerFleet.TripAsync(fleet.Add());

        await SharedBreakerFleet.LookAsync(healthy);

        Assert.Equal(WireFailure.CircuitOpen, (await healthy.EvaluateAsync()).Failure);
    }

    [Fact]
    public async Task RunOnceAsync_Follower_PutsUpNoNote()
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture healthy = fleet.Add();
        ClientFixture follower = fleet.Add();
        await SharedBreakerFleet.SucceedAsync(healthy, 5);
        await SharedBreakerFleet.TripAsync(fleet.Add());
        await SharedBreakerFleet.LookAsync(follower);
        await SharedBreakerFleet.LookAsync(follower);

        await SharedBreakerFleet.LookAsync(healthy);

        Assert.Equal(BreakerCause.OtherInstance, follower.Circuit.Cause);
        Assert.Equal(BreakerState.Closed, healthy.Circuit.State);
    }

    [Fact]
    public async Task RunOnceAsync_NoteOverwritten_IsPutUpAgain()
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture tripped = fleet.Add();
        await SharedBreakerFleet.TripAsync(tripped);
        fleet.Cache.Lose(Assert.Single(fleet.Cache.Keys));

        await SharedBreakerFleet.LookAsync(tripped);
        ClientFixture idle = fleet.Add();
        await SharedBreakerFleet.LookAsync(idle);

        Assert.Equal(BreakerState.Open, idle.Circuit.State);
    }

    [Fact]
    public async Task RunOnceAsync_CacheFails_EachInstanceDecidesForItself()
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture here = fleet.Add();
        fleet.Cache.Fails();

        await SharedBreakerFleet.TripAsync(here);
        fleet.Clock.Advance(SharedBreakerFleet.Pause);
        await SharedBreakerFleet.SucceedAsync(here, 1);

        Assert.Equal(BreakerState.Closed, here.Circuit.State);
    }

    [Fact]
    public async Task ExecuteAsync_Started_ReadsNotesOncePerSecond()
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture idle = fleet.Add();
        IHostedService sync = SharedBreakerFleet.Sync(idle);
        await SharedBreakerFleet.TripAsync(fleet.Add());
        int before = fleet.Cache.Operations.Count;

        await sync.StartAsync(TestContext.Current.CancellationToken);
        await fleet.Clock.TimerDueInAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(before, fleet.Cache.Operations.Count);
        fleet.Clock.Advance(TimeSpan.FromSeconds(1));
        await fleet.Cache.Operations.ReachAsync(before + 1);
        await sync.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(before + 1, fleet.Cache.Operations.Count);
    }

    [Fact]
    [Trait("Promise", "OP-05")]
    public async Task RunOnceAsync_SwitchedOff_NeitherReadsNorLeavesNotes()
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture instance = fleet.Add();
        await SharedBreakerFleet.TripAsync(instance);
        fleet.Cache.Lose(Assert.Single(fleet.Cache.Keys));
        int before = fleet.Cache.Operations.Count;

        instance.Get<PostHogSwitch>().Turn(false);
        await SharedBreakerFleet.LookAsync(instance);
        Assert.Equal(before, fleet.Cache.Operations.Count);

        instance.Get<PostHogSwitch>().Turn(true);
        await SharedBreakerFleet.LookAsync(instance);
        Assert.Single(fleet.Cache.Keys);
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    public void IsNeeded_Options_ReturnsExpected(bool share, bool localOnly, bool expected)
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture instance = fleet.Add(options =>
        {
            options.Client.ShareBreakerState = share;
            options.Definitions.LocalOnly = localOnly;
        });

        Assert.Equal(expected, SharedBreakerFleet.Sync(instance).IsNeeded);
    }

    [Fact]
    public void IsNeeded_NoDistributedCache_IsFalse()
    {
        using var fixture = new ClientFixture();

        Assert.False(SharedBreakerFleet.Sync(fixture).IsNeeded);
    }
}
