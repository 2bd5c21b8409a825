using System.Net;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Definitions;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>Trouble with one kind of request does not affect the other.</summary>
[Trait("Promise", "RS-06")]
public sealed class IsolationTests
{
    [Fact]
    public async Task RefreshOnceAsync_EvaluationCircuitOpen_StillFetchesDefinitions()
    {
        await using var outage = new Outage();
        outage.PostHog.Become(Behaviours.ForFlags(Behaviours.Hang));
        await outage.AskAsync(Outage.Ada);

        DefinitionsRefresh refresh = await outage.Library.RefreshAsync();

        Assert.Equal(BreakerState.Open, outage.Circuit.State);
        Assert.Equal(WireFailure.None, refresh.Failure);
        Assert.Equal(FlagSource.Local, (await outage.AskAsync(Outage.Ada)).Answer.Source);
    }

    [Fact]
    public async Task GetFlagAsync_DefinitionsFail_StillAsksPostHog()
    {
        await using var outage = new Outage();
        outage.PostHog.Become(Behaviours.Status(HttpStatusCode.InternalServerError), onlyDefinitions: true);
        for (int i = 0; i < 6; i++)
        {
            await outage.Library.RefreshAsync();
        }

        FlagResult result = (await outage.AskAsync(Outage.Ada)).Answer;

        Assert.Equal(BreakerState.Closed, outage.Circuit.State);
        Assert.Equal(6, outage.PostHog.DefinitionsCount);
        Assert.Equal(FlagSource.Remote, result.Source);
    }
}
