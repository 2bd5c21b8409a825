using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>A minute of trouble under load: 200 checks a second for a thousand callers in turn.</summary>
[Trait("Promise", "RS-08")]
public sealed class RetryStormTests
{
    private const int Checks = 12_000;
    private const int Callers = 1_000;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    public static TheoryData<string, Kept> Storms =>
    [
        ("refuses", Kept.Nothing), ("refuses", Kept.Stale), ("500", Kept.Nothing), ("500", Kept.Stale), ("429", Kept.Nothing), ("hangs", Kept.Nothing), ("hangs", Kept.Stale),
    ];

    [Theory]
    [MemberData(nameof(Storms))]
    public async Task GetFlagAsync_AMinuteUnderLoad_SendsAHandfulOfRequests(string trouble, Kept kept)
    {
        await using Outage outage = await StartAsync(kept, ("PostHog:Client:MaxConcurrentRequests", "8"));
        int before = outage.PostHog.Count;

        (FlagResult[] results, int waited) = await StormAsync(outage, trouble);

        Assert.All(results, result => Assert.Equal(kept == Kept.Stale ? FlagSource.Stale : FlagSource.Configuration, result.Source));
        Assert.InRange(outage.PostHog.Count - before, 1, 19);
        Assert.InRange(waited, 0, kept == Kept.Stale ? 0 : 16);
    }

    /// <summary>A hang shows only when the first requests time out; until then no more of them hang than may be under way, and none is tried again.</summary>
    [Fact]
    [Trait("Promise", "RS-07")]
    public async Task GetFlagAsync_HangsUnderLoad_SendsNoMoreThanTheCapAndOneProbe()
    {
        await using Outage outage = await StartAsync(Kept.Nothing);
        outage.PostHog.Become(Behaviours.Hang);

        Task<FlagResult>[] checks = [.. Enumerable.Range(0, 400).Select(i => outage.StartAsync(Caller(i), TestContext.Current.CancellationToken))];
        int waiting = checks.Count(static check => !check.IsCompleted);
        outage.Clock.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => outage.Clock.CountTimersDueIn(TimeSpan.FromMilliseconds(300)) == waiting);
        Waited<FlagResult[]> all = await outage.WaitAsync(Task.WhenAll(checks));
        int hung = outage.PostHog.Count;
        outage.Clock.Advance(TimeSpan.FromSeconds(60));
        Task<FlagResult>[] later = [.. Enumerable.Range(400, 400).Select(i => outage.StartAsync(Caller(i), TestContext.Current.CancellationToken))];

        await outage.PostHog.ReceivedAsync(65);

        Assert.Equal(64, waiting);
        Assert.Equal(64, hung);
        Assert.Equal(TimeSpan.FromMilliseconds(300), all.Time);
        Assert.Equal(65, outage.PostHog.Count);
        Assert.Equal(1, later.Count(static check => !check.IsCompleted));
    }

    private static async Task<(FlagResult[] Results, int Waited)> StormAsync(Outage outage, string trouble)
    {
        outage.PostHog.Become(trouble switch
        {
            "hangs" => Behaviours.Hang,
            "refuses" => Behaviours.RefuseAtOnce,
            _ => Behaviours.Status((System.Net.HttpStatusCode)int.Parse(trouble, System.Globalization.CultureInfo.InvariantCulture)),
        });
        var checks = new List<Task<FlagResult>>(Checks);
        int waited = 0;
        for (int i = 0; i < Checks; i++)
        {
            Task<FlagResult> check = outage.StartAsync(Caller(i), TestContext.Current.CancellationToken);
            waited += outage.PostHog.IsParking && !check.IsCompleted ? 1 : 0;
            checks.Add(check);
            await OthersFirstAsync();
            outage.Clock.Advance(Step);
        }

        return ((await outage.WaitAsync(Task.WhenAll(checks))).Answer, waited);
    }

    /// <summary>Lets everything run that is queued, so that the clock does not outrun it.</summary>
    private static Task OthersFirstAsync()
    {
        var turn = new TaskCompletionSource();
        ThreadPool.UnsafeQueueUserWorkItem(static turn => turn.SetResult(), turn, preferLocal: false);
        return turn.Task;
    }

    private static PostHogContext Caller(int number) => new($"caller-{number % Callers}");

    private static async Task<Outage> StartAsync(Kept kept, params (string Key, string Value)[] settings)
    {
        var outage = new Outage([("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true"), .. settings]);
        for (int i = 0; kept == Kept.Stale && i < Callers; i++)
        {
            await outage.AskAsync(Caller(i));
        }

        outage.Clock.Advance(TimeSpan.FromMinutes(10));
        return outage;
    }
}
