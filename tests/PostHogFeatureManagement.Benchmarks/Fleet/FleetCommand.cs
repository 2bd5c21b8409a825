using System.Globalization;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>
/// Runs a fleet of processes against one Redis and one PostHog, lets something happen to it, and measures the polls, how soon a change is everywhere, and
/// whether any instance ever goes back to older definitions or answers from definitions that PostHog never had.
/// </summary>
internal static class FleetCommand
{
    private const int Flips = 5;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string[] args)
    {
        int instances = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20;
        int intervals = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10;
        var plan = new FleetPlan(instances, PollInterval);
        Console.WriteLine(Text($"{instances} processes, poll interval {PollInterval.TotalSeconds} s, share check interval {plan.ShareCheckInterval.TotalSeconds} s"));
        Console.WriteLine("scenario                     | polls per interval | flip to all ms p50, p95, max | from the first to all ms p50, p95, max | rollbacks | losses | wrong |");
        bool isMet = true;
        foreach (FleetScenario scenario in FleetScenarios.All.Where(scenario => args.Length < 3 || args.Skip(2).Contains(scenario.Name)))
        {
            isMet &= await RunAsync(scenario, plan, intervals);
        }

        return isMet ? 0 : 1;
    }

    private static async Task<bool> RunAsync(FleetScenario scenario, FleetPlan plan, int intervals)
    {
        await using FleetRun run = await FleetRun.StartAsync(scenario.Plan(plan));
        await Task.Delay(run.Plan.PollInterval * 2);
        await scenario.HappensAsync(run);
        bool isSettled = await run.SettleAsync(run.PostHog.Version, scenario.Patience);

        // What the trouble set in motion ends within two intervals.
        await Task.Delay(run.Plan.PollInterval * 2);
        int before = run.PostHog.Polls;
        await Task.Delay(run.Plan.PollInterval * intervals);
        double polls = (run.PostHog.Polls - before) / (double)intervals;

        // A window of ten intervals can begin just before one poll and end just after another.
        double maxPolls = scenario.MaxPolls + (1.0 / intervals);

        var flips = new List<Flip>();
        for (int i = 0; i < Flips; i++)
        {
            flips.Add(await run.FlipAsync());
            await Task.Delay(Random.Shared.NextDouble() * run.Plan.PollInterval);
        }

        var total = new Distribution(flips.SelectMany(static flip => flip.Total));
        var spread = new Distribution(flips.SelectMany(static flip => flip.Spread));
        TimeSpan hop = scenario.IsSplit ? run.Plan.PollInterval * 1.1 : run.Plan.IsPlain ? run.Plan.ShareCheckInterval : TimeSpan.Zero;
        bool isMet = isSettled && flips.TrueForAll(static flip => flip.IsSettled) && polls <= maxPolls && run.Rollbacks == 0 && run.Losses == 0 && run.WrongAnswers == 0
            && spread.Longest <= hop + TimeSpan.FromSeconds(1);
        Console.WriteLine(Text(
            $"{scenario.Name,-28} | {polls,18:0.00} | {total,28} | {spread,38} | {run.Rollbacks,9} | {run.Losses,6} | {run.WrongAnswers,5} | {(isMet ? "met" : "MISSED")}{(isSettled ? string.Empty : " (not settled)")}"));
        return isMet;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
