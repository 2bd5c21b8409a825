using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>The result of one load run.</summary>
/// <param name="Requests">The number of answered requests.</param>
/// <param name="Elapsed">The elapsed time.</param>
/// <param name="P99">The 99th percentile of the latencies.</param>
/// <param name="Failures">The number of answers other than 200.</param>
/// <param name="App">The processor time of the application.</param>
/// <param name="Driver">The processor time of this driver.</param>
internal sealed record LoadResult(int Requests, TimeSpan Elapsed, TimeSpan P99, int Failures, TimeSpan App, TimeSpan Driver)
{
    public double RequestsPerSecond => Requests / Elapsed.TotalSeconds;

    public double AppMicroseconds => App.TotalMicroseconds / Requests;

    /// <summary>The processor time of the application and the driver per request.</summary>
    public double Microseconds => (App + Driver).TotalMicroseconds / Requests;

    public static LoadResult Of(List<long>[] latencies, TimeSpan elapsed, int failures, TimeSpan app, TimeSpan driver)
    {
        long[] sorted = [.. latencies.SelectMany(static ticks => ticks).Order()];
        return new LoadResult(sorted.Length, elapsed, TimeSpan.FromTicks(sorted[(int)(sorted.Length * 0.99)]), failures, app, driver);
    }

    /// <summary>Combines several runs. The 99th percentile is the median of the runs' percentiles.</summary>
    public static LoadResult Sum(IReadOnlyCollection<LoadResult> turns) => new(
        turns.Sum(static turn => turn.Requests),
        Total(turns, static turn => turn.Elapsed),
        TimeSpan.FromMicroseconds(Samples.Median(turns.Select(static turn => turn.P99.TotalMicroseconds))),
        turns.Sum(static turn => turn.Failures),
        Total(turns, static turn => turn.App),
        Total(turns, static turn => turn.Driver));

    private static TimeSpan Total(IEnumerable<LoadResult> turns, Func<LoadResult, TimeSpan> part) =>
        turns.Aggregate(TimeSpan.Zero, (total, turn) => total + part(turn));
}
