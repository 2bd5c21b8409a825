using System.Net;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>The end of an outage: one caller probes, no other caller notices, and then everything works as before.</summary>
[Trait("Promise", "RS-04")]
[Trait("Promise", "RS-08")]
public sealed class RecoveryTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("slow")]
    [InlineData("failures")]
    public async Task GetFlagAsync_PauseOver_FiftyCallersSendOneProbe(string cause)
    {
        await using Outage outage = await OpenAsync(cause);
        var answered = new TaskCompletionSource();
        outage.PostHog.Become(Behaviours.Held(answered.Task));
        int before = outage.PostHog.Count;
        outage.Clock.Advance(Pause);

        Task<FlagResult>[] checks = [.. Enumerable.Range(0, 50).Select(i => Task.Run(() => outage.StartAsync(new PostHogContext($"late-{i}")), TestContext.Current.CancellationToken))];
        await Eventually.TrueAsync(() => checks.Count(static check => check.IsCompleted) == 49);
        Assert.Equal(BreakerState.HalfOpen, outage.Circuit.State);
        answered.SetResult();
        FlagResult[] results = await Task.WhenAll(checks);

        Assert.Equal(49, results.Count(static result => result.Source == FlagSource.Configuration));
        Assert.Single(results, static result => result.Source == FlagSource.Remote);
        Assert.Equal(1, outage.PostHog.Count - before);
        Assert.Equal(BreakerState.Closed, outage.Circuit.State);
    }

    [Theory]
    [InlineData("slow")]
    [InlineData("failures")]
    public async Task GetFlagAsync_ProbeFails_CircuitStaysOpenForAnotherPause(string cause)
    {
        await using Outage outage = await OpenAsync(cause);
        outage.PostHog.Become(Behaviours.Status(HttpStatusCode.ServiceUnavailable));
        outage.Clock.Advance(Pause);
        await outage.AskAsync(new PostHogContext("probe"));
        outage.PostHog.Become(Behaviours.Well);
        int before = outage.PostHog.Count;

        outage.Clock.Advance(Pause - TimeSpan.FromSeconds(1));
        FlagResult early = (await outage.AskAsync(new PostHogContext("early"))).Answer;
        outage.Clock.Advance(TimeSpan.FromSeconds(1));
        FlagResult late = (await outage.AskAsync(new PostHogContext("late"))).Answer;

        Assert.Equal((FlagSource.Configuration, FlagSource.Remote), (early.Source, late.Source));
        Assert.Equal(1, outage.PostHog.Count - before);
    }

    [Theory]
    [InlineData("slow")]
    [InlineData("failures")]
    public async Task GetFlagAsync_AfterRecovery_AsksForAllCallersWithoutRestart(string cause)
    {
        await using Outage outage = await OpenAsync(cause);
        outage.PostHog.Become(Behaviours.Well);
        outage.Clock.Advance(Pause);

        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(FlagSource.Remote, (await outage.AskAsync(new PostHogContext($"late-{i}"))).Answer.Source);
        }

        Assert.Equal(FlagSource.Remote, (await outage.AskAsync(Outage.Ada)).Answer.Source);
        Assert.Equal(1, outage.Library.Logs.CountOf(LogEvents.BreakerOpened));
        Assert.Equal(1, outage.Library.Logs.CountOf(LogEvents.BreakerClosed));
    }

    /// <summary>The caller who probes does not wait if there is a cached answer.</summary>
    [Fact]
    public async Task GetFlagAsync_ProbeWithStaleAnswer_DoesNotWaitForPostHog()
    {
        await using var outage = new Outage(("PostHog:SecretKey", ""));
        await outage.AskAsync(Outage.Ada);
        outage.PostHog.Become(Behaviours.Hang);
        await outage.AskAsync(new PostHogContext("bob"));
        outage.Clock.Advance(Pause);
        int before = outage.PostHog.Count;

        Waited<FlagResult> check = await outage.AskAsync(Outage.Ada);
        await outage.PostHog.ReceivedAsync(before + 1);

        Assert.Equal((FlagSource.Stale, TimeSpan.Zero), (check.Answer.Source, check.Time));
    }

    private static async Task<Outage> OpenAsync(string cause)
    {
        var outage = new Outage(("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true"));
        if (cause == "slow")
        {
            outage.PostHog.Become(Behaviours.Hang);
            await outage.AskAsync(Outage.Ada);
        }
        else
        {
            outage.PostHog.Become(Behaviours.Status(HttpStatusCode.InternalServerError));
            for (int i = 0; i < 5; i++)
            {
                await outage.AskAsync(i == 0 ? Outage.Ada : new PostHogContext($"early-{i}"));
            }
        }

        Assert.Equal(BreakerState.Open, outage.Circuit.State);
        return outage;
    }
}
