namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>What one stretch of load came to.</summary>
/// <param name="RequestsPerSecond">How many requests were answered in a second.</param>
/// <param name="P99">What 99 of 100 requests were faster than.</param>
/// <param name="Failures">Answers that were not 200.</param>
/// <param name="AppMicroseconds">What one request cost the application in processor time.</param>
/// <param name="Microseconds">What it cost the application and this driver together.</param>
internal sealed record LoadResult(double RequestsPerSecond, TimeSpan P99, int Failures, double AppMicroseconds, double Microseconds)
{
    public static LoadResult Of(List<long>[] latencies, TimeSpan elapsed, int failures, TimeSpan app, TimeSpan driver)
    {
        long[] sorted = [.. latencies.SelectMany(static ticks => ticks).Order()];
        return new LoadResult(
            sorted.Length / elapsed.TotalSeconds,
            TimeSpan.FromTicks(sorted[(int)(sorted.Length * 0.99)]),
            failures,
            app.TotalMicroseconds / sorted.Length,
            (app + driver).TotalMicroseconds / sorted.Length);
    }
}
