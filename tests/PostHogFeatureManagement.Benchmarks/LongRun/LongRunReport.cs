using System.Globalization;
using PostHogFeatureManagement.Benchmarks.LongRun.Checks;
using PostHogFeatureManagement.Benchmarks.LongRun.Shops;

namespace PostHogFeatureManagement.Benchmarks.LongRun;

/// <summary>Writes a line now and then, and the verdict in the end.</summary>
internal sealed class LongRunReport(ShopRun run)
{
    private readonly Growth _growth = new();

    private int Flips => run.History.Count - 1;

    public void Begin()
    {
        Console.WriteLine(Text(
            $"{run.Plan.Duration.TotalMinutes} minutes, {LongRunPlan.Instances} instances of the sample. The warm-up takes {run.Plan.WarmUp.TotalSeconds} s."));
        Console.WriteLine(run.Fleet.Redis is null
            ? "THERE IS NO /usr/bin/redis-server: the instances share nothing, Redis does not restart, and each instance sends its own exposures."
            : "The instances share a Redis.");
        Console.WriteLine(
            " time | requests | new visitors | flips | last trouble    | wrong | failed | shown | exposures | heap MB, threads, handles of each instance");
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (TimeSpan next = run.Plan.BetweenLines; next <= run.Plan.Duration; next += run.Plan.BetweenLines)
        {
            TimeSpan wait = next - run.Clock.Now;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await WriteAsync(next);
        }
    }

    /// <summary>Writes the verdict.</summary>
    /// <returns>Whether every check is met.</returns>
    public bool End()
    {
        CheckResult[] checks = [.. Checks()];
        foreach (CheckResult check in checks)
        {
            Console.WriteLine(check);
        }

        Console.WriteLine($"Warnings in the logs, by id: {string.Join(", ", Warnings())}");
        return Array.TrueForAll(checks, static check => check.IsMet);
    }

    private async Task WriteAsync(TimeSpan time)
    {
        run.Judge.Judge();
        ShopFigures[] figures = await run.Fleet.MeasureAsync(CancellationToken.None);
        if (time >= run.Plan.WarmUp)
        {
            _growth.Add(figures);
        }

        string held = string.Join(" | ", figures.Select(static one => Text($"{one.Heap / 1e6,5:0.0} {one.Threads,3} {one.Handles,4}")));
        Console.Write(Text(
            $"{(int)time.TotalMinutes,2}:{time.Seconds:00} | {run.Browser.Requests,8} | {run.Visits.New,12} | {Flips,5} | {run.Troubles.Latest,-15} | "));
        Console.WriteLine(Text(
            $"{run.Judge.Wrong.Count,5} | {run.Browser.Failures.Count,6} | {run.Ledger.Shown,5} | {run.Ledger.Received,9} | {held}"));
    }

    private IEnumerable<CheckResult> Checks()
    {
        var lost = new Findings();
        var invented = new Findings();
        var repeated = new Findings();
        run.Ledger.Compare(lost, invented, repeated);
        Findings errors = Findings.Of(run.Fleet.Shops.SelectMany(static shop => shop.Output.Errors));
        Findings exits = Findings.Of(run.Fleet.Shops.Where(static shop => shop.ExitCode != 0).Select(static shop => Text($"exit code {shop.ExitCode}")));
        return
        [
            CheckResult.None(
                "no wrong answers", run.Judge.Wrong, Text($"of {run.Judge.Judged} compared with the engine, {Flips} flips, {run.Troubles.Count} troubles")),
            CheckResult.None(
                "no answers older than promised",
                run.Judge.Old,
                Text($"of {run.Judge.Judged}; {run.Times.Stalls} times the machine stood still, {run.Times.SlowPages} pages took over 1 s")),
            CheckResult.None("no instance goes back", run.Judge.Back, "times"),
            CheckResult.None("no failed requests", run.Browser.Failures, Text($"of {run.Browser.Requests}")),
            CheckResult.None("no exceptions, no errors logged", errors, "lines"),
            CheckResult.None("orderly stop", exits, Text($"of {LongRunPlan.Instances} with another exit code than 0")),
            _growth.Heap(),
            _growth.Threads(),
            _growth.Handles(),
            CheckResult.None("no exposure lost", lost, Text($"of {run.Ledger.Shown} shown")),
            CheckResult.None("no exposure invented", invented, Text($"of {run.Ledger.Received} received")),
            CheckResult.None("no exposure repeated", repeated, Text($"({run.Ledger.SentAgain} sent again because Redis was away, which is allowed)")),
            new CheckResult("all events seen", run.Events.Missed == 0, Text($"{run.Events.Missed} gaps")),
        ];
    }

    private IEnumerable<string> Warnings() => run.Fleet.Shops
        .SelectMany(static shop => shop.Output.Warnings)
        .GroupBy(static warning => warning.Key, static warning => warning.Value)
        .OrderBy(static warning => warning.Key, StringComparer.Ordinal)
        .Select(static warning => Text($"{warning.Key} {warning.Sum()} times"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
