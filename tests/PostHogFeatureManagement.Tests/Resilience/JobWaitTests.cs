namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>Outside of web requests, a check waits for the whole call.</summary>
[Trait("Promise", "RC-12")]
public sealed class JobWaitTests
{
    private static readonly (string Key, string Value)[] Settings = [("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true")];

    [Fact]
    public async Task GetFlagAsync_SecondTryAnswers_WaitsForIt()
    {
        await using var outage = new Outage(Settings);
        outage.PostHog.Become(Behaviours.Slow);

        Waited<FlagResult> check = await outage.AskAsync(Outage.Ada);

        Assert.Equal((FlagSource.Remote, TimeSpan.FromSeconds(3.3)), (check.Answer.Source, check.Time));
    }

    [Fact]
    public async Task GetFlagAsync_NeverAnswers_WaitsForTotalTimeout()
    {
        await using var outage = new Outage(Settings);
        outage.PostHog.Become(Behaviours.Hang);

        Waited<FlagResult> check = await outage.AskAsync(Outage.Ada);

        Assert.Equal((FlagSource.Configuration, FlagReason.Timeout), (check.Answer.Source, check.Answer.Reason));
        Assert.Equal(TimeSpan.FromSeconds(4), check.Time);
    }

    [Fact]
    public async Task GetFlagAsync_WaitAtMostIsTotalTimeout_VisitorsWaitForIt()
    {
        await using var outage = new Outage([.. Settings, ("PostHog:Client:WaitAtMost", "00:00:04")]);
        outage.PostHog.Become(Behaviours.Slow);

        Waited<FlagResult> check = await outage.WaitAsync(outage.StartVisitAsync(Outage.Ada));

        Assert.Equal((FlagSource.Remote, TimeSpan.FromSeconds(3.3)), (check.Answer.Source, check.Time));
    }

    [Fact]
    public async Task GetFlagAsync_JobJoinsVisitor_WaitsForTheAnswer()
    {
        await using var outage = new Outage(Settings);
        outage.PostHog.Become(Behaviours.Slow);
        Task<FlagResult> visit = outage.StartVisitAsync(Outage.Ada);

        Waited<FlagResult> job = await outage.AskAsync(Outage.Ada);

        Assert.Equal(FlagReason.Pending, (await visit).Reason);
        Assert.Equal((FlagSource.Remote, TimeSpan.FromSeconds(3.3)), (job.Answer.Source, job.Time));
    }
}
