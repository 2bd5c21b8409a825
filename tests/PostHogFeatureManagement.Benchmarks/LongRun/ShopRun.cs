using System.Text.Json.Nodes;
using PostHogFeatureManagement.Benchmarks.LongRun.Checks;
using PostHogFeatureManagement.Benchmarks.LongRun.Flags;
using PostHogFeatureManagement.Benchmarks.LongRun.Shops;
using PostHogFeatureManagement.Benchmarks.LongRun.Troubles;
using PostHogFeatureManagement.Benchmarks.LongRun.Users;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Benchmarks.LongRun;

/// <summary>The parts of a run, put together.</summary>
internal sealed class ShopRun : IAsyncDisposable
{
    /// <summary>How long the last flip may take after the last trouble: the poller tries again after a minute at most.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly FlagFlips _flips;

    private ShopRun(LongRunPlan plan, ShopFleet fleet, JsonObject definitions)
    {
        Plan = plan;
        Fleet = fleet;
        _flips = new FlagFlips(definitions, History, Clock);
        Times = new TroubleTimes(Clock);
        Troubles = new TroubleMaker(fleet, Clock, Times, plan);
        Judge = new AnswerJudge(History, Times, Clock);
        Ledger = new ExposureLedger(Times, Clock);
        Events = new ReceivedEvents(fleet.PostHog, Ledger);
        Browser = new ShopBrowser(fleet, Clock, Keep);
        Visits = new ShopVisits(Browser);
    }

    public LongRunPlan Plan { get; }

    public ShopFleet Fleet { get; }

    public RunClock Clock { get; } = new();

    public FlagHistory History { get; } = new();

    public TroubleTimes Times { get; }

    public TroubleMaker Troubles { get; }

    public AnswerJudge Judge { get; }

    public ExposureLedger Ledger { get; }

    public ReceivedEvents Events { get; }

    public ShopBrowser Browser { get; }

    public ShopVisits Visits { get; }

    /// <summary>Starts the shops, and with them the time of the run.</summary>
    public static async Task<ShopRun> StartAsync(LongRunPlan plan)
    {
        JsonObject definitions = FlagFlips.First(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "sample-web", "flags.json")));
        return new ShopRun(plan, await ShopFleet.StartAsync(definitions.ToJsonString(), LongRunPlan.Settings), definitions);
    }

    /// <summary>Serves visitors for the time of the plan.</summary>
    /// <param name="writeAsync">Writes a line now and then.</param>
    public async Task ServeAsync(Func<CancellationToken, Task> writeAsync)
    {
        using var end = new CancellationTokenSource(Plan.Duration);
        await Task.WhenAll(
            Troubles.RunAsync(),
            _flips.RunAsync(Fleet.PostHog, end.Token),
            Visits.RunAsync(end.Token),
            Events.RunAsync(end.Token),
            Times.WatchMachineAsync(end.Token),
            writeAsync(end.Token));
    }

    /// <summary>Waits until all instances have the last flip, shows every page of every instance, and stops the instances, which send what they have.</summary>
    public async Task SettleAsync()
    {
        using var end = new CancellationTokenSource();
        Task watching = Task.WhenAll(Events.RunAsync(end.Token), Times.WatchMachineAsync(end.Token));
        TimeSpan deadline = Clock.Now + Patience;
        for (int instance = 0; instance < LongRunPlan.Instances; instance++)
        {
            while (Browser.VersionOf(instance) < History.Latest.Number && Clock.Now < deadline)
            {
                await Task.Delay(LongRunPlan.PollInterval);
                await Browser.ShowAsync(Visitor.Anonymous("last", hasConsent: true), ShopPage.Front, instance);
            }
        }

        await Visits.ShowAllAsync();
        await Fleet.StopAsync();
        await end.CancelAsync();
        await watching;
        Judge.Judge(isLast: true);
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Fleet.DisposeAsync();
    }

    private void Keep(Shown shown)
    {
        Times.NoteSlowPage(shown.Start, shown.End);
        Judge.Add(shown);
        Ledger.Show(shown);
    }
}
