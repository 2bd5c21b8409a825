using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A start against a PostHog that hangs waited for definitions, and then the first check waited for PostHog's evaluation as well: the first answer came after
/// 9.8 seconds. The start's wait is the only one now.
/// </summary>
[Trait("Promise", "RC-12")]
[Trait("Promise", "DF-02")]
public sealed class FirstCheckWaitsAgainAfterStartTests
{
    private static readonly TimeSpan StartupTimeout = new PostHogDefinitionsOptions().StartupTimeout;

    [Fact]
    public async Task GetFlagAsync_StartHasWaitedInVain_VisitorsDoNotWait()
    {
        await using var outage = new Outage(("FeatureManagement:headline", "true"), ("PostHog:Client:MaxConcurrentRequests", "1"));
        await StartInVainAsync(outage, onlyDefinitions: false);

        Waited<FlagResult> first = await outage.VisitAsync(Outage.Ada);
        Waited<FlagResult> again = await outage.VisitAsync(Outage.Ada);
        Waited<FlagResult> other = await outage.VisitAsync(new PostHogContext("other"));
        await Eventually.TrueAsync(() => outage.Evaluation.Overloaded == 1);
        Waited<FlagResult> last = await outage.VisitAsync(new PostHogContext("last"));

        Assert.All(
            (Waited<FlagResult>[])[first, again, other, last],
            static visit => Assert.Equal(
                (TimeSpan.Zero, FlagSource.Configuration, FlagReason.Pending), (visit.Time, visit.Answer.Source, visit.Answer.Reason)));
    }

    [Fact]
    public async Task GetFlagAsync_PostHogEvaluatesAfterAll_VisitorsWaitForIt()
    {
        await using var outage = new Outage(("FeatureManagement:headline", "true"));
        await StartInVainAsync(outage, onlyDefinitions: true);

        await outage.VisitAsync(Outage.Ada);
        await outage.CallsEndedAsync(1);

        Assert.Equal(FlagSource.Cache, (await outage.VisitAsync(Outage.Ada)).Answer.Source);
        Assert.Equal(FlagSource.Remote, (await outage.VisitAsync(new PostHogContext("other"))).Answer.Source);
    }

    [Fact]
    public async Task GetFlagAsync_DefinitionsFailAfterTheStart_VisitorsWaitAgain()
    {
        await using var outage = new Outage(("FeatureManagement:headline", "true"));
        await StartInVainAsync(outage, onlyDefinitions: true);

        outage.Clock.Advance(TimeSpan.FromSeconds(5));
        await outage.Clock.TimerDueInAsync(TimeSpan.FromSeconds(0.3));
        outage.Clock.Advance(TimeSpan.FromSeconds(0.3));
        await outage.PostHog.ReceivedAsync(2);
        outage.Clock.Advance(TimeSpan.FromSeconds(10));
        await Eventually.TrueAsync(() => outage.Definitions.Failed == 1 && !outage.Library.Store.StartWaitedInVain);

        Assert.Equal(FlagSource.Remote, (await outage.VisitAsync(Outage.Ada)).Answer.Source);
    }

    [Fact]
    public async Task GetFlagAsync_Job_WaitsForTheWholeCall()
    {
        await using var outage = new Outage(("FeatureManagement:headline", "true"));
        await StartInVainAsync(outage, onlyDefinitions: true);

        Assert.Equal(FlagSource.Remote, (await outage.AskAsync(Outage.Ada)).Answer.Source);
    }

    private static async Task StartInVainAsync(Outage outage, bool onlyDefinitions)
    {
        outage.PostHog.Become(Behaviours.Hang, onlyDefinitions);
        DefinitionsPoller poller = outage.Library.Get<IEnumerable<IHostedService>>().OfType<DefinitionsPoller>().Single();
        Task start = poller.StartAsync(TestContext.Current.CancellationToken);
        await outage.PostHog.ReceivedAsync(1);
        await outage.Clock.TimerDueInAsync(StartupTimeout);
        outage.Clock.Advance(StartupTimeout);
        await start;
    }
}
