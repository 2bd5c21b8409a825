using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>What one stretch of load came to.</summary>
/// <param name="Requests">How many requests were answered.</param>
/// <param name="Elapsed">In what time.</param>
/// <param name="P99">What 99 of 100 requests were faster than.</param>
/// <param name="Failures">Answers that were not 200.</param>
/// <param name="App">What it cost the application in processor time.</param>
/// <param name="Driver">What it cost this driver.</param>
internal sealed record LoadResult(int Requests, TimeSpan Elapsed, TimeSpan P99, int Failures, TimeSpan App, TimeSpan Driver)
{
    public double RequestsPerSecond => Requests / Elapsed.TotalSeconds;

    public double AppMicroseconds => App.TotalMicroseconds / Requests;

    /// <summary>What one request cost the application and the driver together, in processor time.</summary>
    public double Microseconds => (App + Driver).TotalMicroseconds / Requests;

    public static LoadResult Of(List<long>[] latencies, TimeSpan elapsed, int failures, TimeSpan app, TimeSpan driver)
    {
        long[] sorted = [.. latencies.SelectMany(static ticks => ticks).Order()];
        return new LoadResult(sorted.Length, elapsed, TimeSpan.FromTicks(sorted[(int)(sorted.Length * 0.99)]), failures, app, driver);
    }

    /// <summary>Several stretches as one; the slowest requests are those of the stretch in the middle.</summary>
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
