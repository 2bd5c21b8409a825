using System.Net;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Resilience;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A PostHog, or something in front of it, that answered every request with a redirect, an error page or a refusal got one request for each new caller, for as
/// long as that lasted. The circuit did not count these answers.
/// </summary>
[Trait("Promise", "RS-02")]
[Trait("Promise", "RS-08")]
public sealed class WrongAnswersCostOneRequestPerCallerTests
{
    public static TheoryData<int> Statuses => [204, 206, 301, 302, 307, 400, 401, 403, 404, 405, 408, 410, 413, 422];

    /// <summary>A hundred good answers just before, then a hundred new callers one after the other and a hundred at once.</summary>
    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task GetFlagAsync_SameStatusForEveryone_SendsAtMostSixteenRequestsThenOneProbeAMinute(int status)
    {
        await using Outage outage = Start();
        await AskAsync(outage, "busy", 100);
        outage.PostHog.Become(Behaviours.Status((HttpStatusCode)status));
        int before = outage.PostHog.Count;

        FlagResult[] results = [.. await AskAsync(outage, "one", 100), .. await AskAtOnceAsync(outage, "many", 100)];

        Assert.All(results, static result => Assert.Equal(FlagSource.Configuration, result.Source));
        Assert.InRange(outage.PostHog.Count - before, 1, 16);
        Assert.Equal(BreakerState.Open, outage.Circuit.State);
        for (int minute = 0; minute < 10; minute++)
        {
            before = outage.PostHog.Count;
            outage.Clock.Advance(TimeSpan.FromMinutes(1));
            await AskAsync(outage, $"minute-{minute}", 20);
            Assert.Equal(1, outage.PostHog.Count - before);
        }

        Assert.Equal(1, outage.Library.Logs.CountOf(LogEvents.BreakerOpened));
        Assert.Equal(status is 400 or 413 ? 0 : 1, outage.Library.Logs.CountOf(LogEvents.EvaluationFailed));
        outage.PostHog.Become(Behaviours.Well);
        outage.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.All(await AskAsync(outage, "late", 5), static result => Assert.Equal(FlagSource.Remote, result.Source));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task GetFlagAsync_NewCallersAtOnceAreRejected_SendsAtMostSixteenRequests(int status)
    {
        await using Outage outage = Start();
        outage.PostHog.Become(Behaviours.After(TimeSpan.FromMilliseconds(150), Behaviours.Status((HttpStatusCode)status)));

        await AskAtOnceAsync(outage, "many", 200);

        Assert.InRange(outage.PostHog.Count, 5, 16);
        Assert.Equal((BreakerState.Open, BreakerCause.Rejections), (outage.Circuit.State, outage.Circuit.Cause));
    }

    /// <summary>One caller, whose properties PostHog cannot read, takes the flags from no one.</summary>
    [Fact]
    public async Task GetFlagAsync_OneCallerIsRejected_OthersAreAnswered()
    {
        await using Outage outage = Start();
        for (int i = 0; i < 40; i++)
        {
            outage.PostHog.Become(Behaviours.Status(HttpStatusCode.BadRequest));
            await outage.AskAsync(Outage.Ada);
            outage.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        outage.PostHog.Become(Behaviours.Well);
        Assert.All(await AskAsync(outage, "other", 5), static result => Assert.Equal(FlagSource.Remote, result.Source));
    }

    [Fact]
    public async Task GetFlagAsync_SuccessBetweenRejectedCallers_CircuitStaysClosed()
    {
        await using Outage outage = Start();
        for (int i = 0; i < 5; i++)
        {
            outage.PostHog.Become(Behaviours.Status(HttpStatusCode.BadRequest));
            await AskAsync(outage, $"odd-{i}", 4);
            outage.PostHog.Become(Behaviours.Well);
            await AskAsync(outage, $"even-{i}", 1);
        }

        Assert.Equal(BreakerState.Closed, outage.Circuit.State);
    }

    private static Outage Start() => new(("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true"));

    private static async Task<FlagResult[]> AskAsync(Outage outage, string prefix, int callers)
    {
        var results = new FlagResult[callers];
        for (int i = 0; i < callers; i++)
        {
            results[i] = (await outage.AskAsync(new PostHogContext($"{prefix}-{i}"))).Answer;
        }

        return results;
    }

    private static async Task<FlagResult[]> AskAtOnceAsync(Outage outage, string prefix, int callers)
    {
        Task<FlagResult>[] checks = [.. Enumerable.Range(0, callers).Select(i => outage.StartAsync(new PostHogContext($"{prefix}-{i}")))];
        return (await outage.WaitAsync(Task.WhenAll(checks))).Answer;
    }
}
