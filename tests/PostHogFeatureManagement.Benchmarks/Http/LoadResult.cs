namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>What one stretch of load came to.</summary>
internal sealed record LoadResult(double RequestsPerSecond, TimeSpan P99, int Failures)
{
    public static LoadResult Of(List<long>[] latencies, TimeSpan elapsed, int failures)
    {
        long[] sorted = [.. latencies.SelectMany(static ticks => ticks).Order()];
        return new LoadResult(sorted.Length / elapsed.TotalSeconds, TimeSpan.FromTicks(sorted[(int)(sorted.Length * 0.99)]), failures);
    }
}
