using System.Net;

namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>What a stretch of load came to.</summary>
/// <param name="Requests">How many there were.</param>
/// <param name="Failures">Answers that were not 200, and requests without an answer.</param>
/// <param name="P99">What 99 of 100 requests were faster than.</param>
/// <param name="Longest">The slowest of all.</param>
internal sealed record OpenLoadResult(int Requests, int Failures, TimeSpan P99, TimeSpan Longest)
{
    public static OpenLoadResult Of((HttpStatusCode Status, TimeSpan Latency)[] answers)
    {
        TimeSpan[] latencies = [.. answers.Select(static answer => answer.Latency).Order()];
        return new OpenLoadResult(
            answers.Length,
            answers.Count(static answer => answer.Status != HttpStatusCode.OK),
            latencies[(int)(latencies.Length * 0.99)],
            latencies[^1]);
    }
}
