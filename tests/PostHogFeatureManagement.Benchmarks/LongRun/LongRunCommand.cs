namespace PostHogFeatureManagement.Benchmarks.LongRun;

/// <summary>
/// Runs the sample shop as a fleet of three under a steady load, while flags flip, PostHog fails, Redis restarts and visitors come and go. Checks every answer
/// and every exposure, and that nothing grows.
/// </summary>
internal static class LongRunCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        await using ShopRun run = await ShopRun.StartAsync(LongRunPlan.Read(args));
        var report = new LongRunReport(run);
        report.Begin();
        await run.ServeAsync(report.RunAsync);
        await run.SettleAsync();
        return report.End() ? 0 : 1;
    }
}
