using System.Net;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Tests.Support;
using static PostHogFeatureManagement.Tests.Definitions.Sharing.FleetOfTwo;

namespace PostHogFeatureManagement.Tests.Definitions.Sharing;

/// <summary>The first instance polls and is told that the quota is used up. The second one only looks.</summary>
[Trait("Promise", "DF-04")]
[Trait("Promise", "RS-09")]
public sealed class SharedQuotaTests
{
    private static readonly (string, string) Drop = ("PostHog:Definitions:OnQuotaExceeded", "Drop");

    [Fact]
    public async Task Look_WaitIsOver_StaysLimitedUntilPostHogAnswers()
    {
        await using var fleet = new FleetOfTwo(Refusing(times: 1).Json(TwoFlags), new StubHandler());
        await PollAsync(fleet);
        await PollAsync(fleet);

        fleet.Clock.Advance(TimeSpan.FromMinutes(10));
        await LookAsync(fleet.Second);
        Assert.True(fleet.Second.Store.IsQuotaLimited);

        await PollAsync(fleet);
        Assert.False(fleet.Second.Store.IsQuotaLimited);
        Assert.Equal((2, 2), (Uses(fleet.Second).Generation, Uses(fleet.Second).Flags));
    }

    [Fact]
    public async Task Look_RefusedForLongerThanFailSafe_DropsTheDefinitions()
    {
        await using var fleet = new FleetOfTwo(Refusing(times: 3), new StubHandler());
        await PollAsync(fleet);
        await PollAsync(fleet);
        fleet.Clock.Advance(TimeSpan.FromHours(23));
        await LookAsync(fleet.Second);
        await PollAsync(fleet);
        Assert.Equal(1, Uses(fleet.Second).Flags);

        fleet.Clock.Advance(TimeSpan.FromHours(1));
        await LookAsync(fleet.Second);
        await PollAsync(fleet);

        Assert.Null(fleet.First.Store.Latest);
        Assert.Null(fleet.Second.Store.Latest);
    }

    [Fact]
    public async Task Look_WaitIsOverWithDrop_BringsNothingBack()
    {
        await using var fleet = new FleetOfTwo(Refusing(times: 2), new StubHandler(), Drop);
        await PollAsync(fleet);
        Assert.Equal(1, Uses(fleet.Second).Flags);
        await PollAsync(fleet);
        Assert.Null(fleet.Second.Store.Latest);

        fleet.Clock.Advance(TimeSpan.FromMinutes(10));
        await LookAsync(fleet.First);
        await LookAsync(fleet.Second);
        Assert.Null(fleet.First.Store.Latest);
        Assert.Null(fleet.Second.Store.Latest);
    }

    /// <summary>PostHog refuses for another reason, and says nothing about the quota.</summary>
    [Fact]
    public async Task Look_OtherRefusalAfterTheWait_StaysLimited()
    {
        await using var fleet = new FleetOfTwo(Refusing(times: 1).Status(HttpStatusCode.TooManyRequests, ("Retry-After", "60")), new StubHandler());
        await PollAsync(fleet);
        await PollAsync(fleet);
        fleet.Clock.Advance(TimeSpan.FromMinutes(10));

        await PollAsync(fleet);

        Assert.True(fleet.First.Store.IsQuotaLimited);
        Assert.True(fleet.Second.Store.IsQuotaLimited);
    }

    /// <summary>The head of before is not news about the quota.</summary>
    [Fact]
    public async Task Look_RefusalCouldNotBeShared_StaysLimited()
    {
        await using var fleet = new FleetOfTwo(Refusing(times: 1), new StubHandler(), Drop);
        await PollAsync(fleet);
        DefinitionsRefresh refused = await fleet.First.RefreshAsync();
        fleet.Storage.Fails();
        await EndPollAsync(fleet.First, refused);
        fleet.StorageWorksAgain();

        await LookAsync(fleet.First);

        Assert.True(fleet.First.Store.IsQuotaLimited);
        Assert.Null(fleet.First.Store.Latest);
    }

    private static StubHandler Refusing(int times)
    {
        StubHandler posthog = new StubHandler().Json(OneFlag);
        for (int i = 0; i < times; i++)
        {
            posthog.Status(HttpStatusCode.PaymentRequired);
        }

        return posthog;
    }

    private static async Task PollAsync(FleetOfTwo fleet)
    {
        await EndPollAsync(fleet.First, await fleet.First.RefreshAsync());
        await LookAsync(fleet.Second);
    }
}
