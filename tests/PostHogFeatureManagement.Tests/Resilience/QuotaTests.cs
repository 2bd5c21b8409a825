using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>
/// The project's quota is used up, in remote mode: cached answers last a day, a request from time to time checks the quota, and recovery is automatic.
/// </summary>
[Trait("Promise", "RS-09")]
public sealed class QuotaTests
{
    private static readonly (string Key, string Value)[] Settings = [("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true")];

    [Theory]
    [InlineData(1, FlagSource.Cache)]
    [InlineData(60, FlagSource.Stale)]
    [InlineData(86_399, FlagSource.Stale)]
    [InlineData(86_401, FlagSource.Configuration)]
    public async Task GetFlagAsync_QuotaUsedUp_LastGoodAnswersForOneDay(int seconds, FlagSource source)
    {
        await using Outage outage = await LimitedAsync();

        outage.Clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(source, (await outage.AskAsync(Outage.Ada)).Answer.Source);
    }

    [Fact]
    public async Task GetFlagAsync_QuotaUsedUpForOneHour_FewRequestsAndOneWarning()
    {
        await using Outage outage = await LimitedAsync();
        int before = outage.PostHog.Count;

        for (int second = 0; second < 3600; second++)
        {
            outage.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(FlagSource.Configuration, (await outage.AskAsync(new PostHogContext($"caller-{second}"))).Answer.Source);
        }

        // After 1, 2, 4 and 8 minutes, and then every 10 minutes.
        Assert.Equal(8, outage.PostHog.Count - before);
        Assert.Equal(1, outage.Library.Logs.CountOf(LogEvents.EvaluationFailed));
    }

    [Fact]
    public async Task GetFlagAsync_QuotaRestored_RecoversWithNextRequest()
    {
        await using Outage outage = await LimitedAsync();
        outage.PostHog.Become(Behaviours.Well);
        outage.PostHog.Variant = "new";

        outage.Clock.Advance(TimeSpan.FromSeconds(59));
        FlagResult before = (await outage.AskAsync(new PostHogContext("carol"))).Answer;
        outage.Clock.Advance(TimeSpan.FromSeconds(6));
        FlagResult after = (await outage.AskAsync(new PostHogContext("carol"))).Answer;

        Assert.Equal((FlagSource.Configuration, FlagSource.Remote), (before.Source, after.Source));
        Assert.Equal(1, outage.Library.Logs.CountOf(LogEvents.EvaluationRecovered));
    }

    [Fact]
    public async Task GetFlagAsync_QuotaUsedUpAndDrop_ConfigurationAnswersAtOnce()
    {
        await using Outage outage = await LimitedAsync(("PostHog:Definitions:OnQuotaExceeded", "Drop"));

        Assert.Equal(FlagSource.Configuration, (await outage.AskAsync(Outage.Ada)).Answer.Source);
    }

    private static async Task<Outage> LimitedAsync(params (string Key, string Value)[] settings)
    {
        var outage = new Outage([.. Settings, .. settings]);
        await outage.AskAsync(Outage.Ada);
        outage.PostHog.Become(Behaviours.QuotaLimited);
        await outage.AskAsync(new PostHogContext("bob"));
        return outage;
    }
}
