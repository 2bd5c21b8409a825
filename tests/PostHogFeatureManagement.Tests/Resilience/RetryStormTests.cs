using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>One minute of trouble under load with default settings: 200 checks per second, for new callers or for a thousand callers in turn.</summary>
[Trait("Promise", "RS-08")]
public sealed class RetryStormTests
{
    private const int Checks = 12_000;
    private const int KeptCallers = 1_000;
    private const int MostUnanswered = 16;
    private const int ChecksOfTwoSeconds = 400;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    public static TheoryData<string, Kept, bool> Storms
    {
        get
        {
            var storms = new TheoryData<string, Kept, bool>();
            foreach (string trouble in (string[])["hangs", "refuses", "429", "500", "500 after a second"])
            {
                storms.Add(trouble, Kept.Nothing, false);
                storms.Add(trouble, Kept.Nothing, true);
                storms.Add(trouble, Kept.Stale, false);
                storms.Add(trouble, Kept.Stale, true);
            }

            return storms;
        }
    }

    /// <param name="trouble">What PostHog does.</param>
    /// <param name="kept">What is cached for the callers.</param>
    /// <param name="isBusy">Whether PostHog gave hundreds of good answers just before.</param>
    [Theory]
    [MemberData(nameof(Storms))]
    public async Task GetFlagAsync_OneMinuteOfTroubleUnderLoad_SendsFewRequests(string trouble, Kept kept, bool isBusy)
    {
        await using Outage outage = await StartAsync(kept, isBusy);
        int before = outage.PostHog.Count;

        (FlagResult[] results, int waited) = await StormAsync(outage, trouble, kept);

        Assert.All(results, result => Assert.Equal(kept == Kept.Stale ? FlagSource.Stale : FlagSource.Configuration, result.Source));
        Assert.InRange(outage.PostHog.Count - before, 1, 19);
        Assert.InRange(waited, 0, kept == Kept.Stale ? 0 : ChecksOfTwoSeconds + MostUnanswered);
    }

    /// <summary>
    /// A hang shows only when the first requests time out. Until then, each slot holds one request. All other calls wait and end with them, and none is
    /// retried.
    /// </summary>
    [Fact]
    [Trait("Promise", "RS-07")]
    public async Task GetFlagAsync_HangsUnderLoad_SendsOneRequestPerSlotAndOneProbe()
    {
        await using Outage outage = await StartAsync(Kept.Nothing, isBusy: false);
        outage.PostHog.Become(Behaviours.Hang);

        Task<FlagResult>[] checks = [.. Enumerable.Range(0, ChecksOfTwoSeconds).Select(i => outage.StartAsync(new PostHogContext($"early-{i}"), TestContext.Current.CancellationToken))];
        int waiting = checks.Count(static check => !check.IsCompleted);
        outage.Clock.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => outage.Clock.CountTimersDueIn(TimeSpan.FromMilliseconds(300)) == MostUnanswered);
        Waited<FlagResult[]> all = await outage.WaitAsync(Task.WhenAll(checks));
        int hung = outage.PostHog.Count;
        outage.Clock.Advance(TimeSpan.FromSeconds(60));
        Task<FlagResult>[] later = [.. Enumerable.Range(0, 400).Select(i => outage.StartAsync(new PostHogContext($"late-{i}"), TestContext.Current.CancellationToken))];

        await outage.PostHog.ReceivedAsync(MostUnanswered + 1);

        Assert.Equal(ChecksOfTwoSeconds, waiting);
        Assert.Equal(MostUnanswered, hung);
        Assert.Equal(TimeSpan.FromMilliseconds(300), all.Time);
        Assert.Equal(MostUnanswered + 1, outage.PostHog.Count);
        Assert.Equal(1, later.Count(static check => !check.IsCompleted));
    }

    private static async Task<(FlagResult[] Results, int Waited)> StormAsync(Outage outage, string trouble, Kept kept)
    {
        outage.PostHog.Become(trouble switch
        {
            "hangs" => Behaviours.Hang,
            "refuses" => Behaviours.RefuseAtOnce,
            "429" => Behaviours.Status(System.Net.HttpStatusCode.TooManyRequests),
            "500" => Behaviours.Status(System.Net.HttpStatusCode.InternalServerError),
            _ => Behaviours.After(TimeSpan.FromSeconds(1), Behaviours.Status(System.Net.HttpStatusCode.InternalServerError)),
        });
        var checks = new List<Task<FlagResult>>(Checks);
        int waited = 0;
        for (int i = 0; i < Checks; i++)
        {
            PostHogContext caller = kept == Kept.Stale ? Known(i) : new PostHogContext($"unknown-{i}");
            Task<FlagResult> check = outage.StartAsync(caller, TestContext.Current.CancellationToken);
            waited += outage.PostHog.IsParking && !check.IsCompleted ? 1 : 0;
            checks.Add(check);
            await OthersFirstAsync();
            outage.Clock.Advance(Step);
        }

        return ((await outage.WaitAsync(Task.WhenAll(checks))).Answer, waited);
    }

    /// <summary>Runs everything that is queued before the clock moves on.</summary>
    private static Task OthersFirstAsync()
    {
        var turn = new TaskCompletionSource();
        ThreadPool.UnsafeQueueUserWorkItem(static turn => turn.SetResult(), turn, preferLocal: false);
        return turn.Task;
    }

    private static PostHogContext Known(int number) => new($"caller-{number % KeptCallers}");

    private static async Task<Outage> StartAsync(Kept kept, bool isBusy)
    {
        var outage = new Outage(("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true"));
        for (int i = 0; kept == Kept.Stale && i < KeptCallers; i++)
        {
            await outage.AskAsync(Known(i));
        }

        outage.Clock.Advance(TimeSpan.FromMinutes(10));
        for (int i = 0; isBusy && i < 300; i++)
        {
            await outage.AskAsync(new PostHogContext($"busy-{i}"));
        }

        return outage;
    }
}
