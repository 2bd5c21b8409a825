using System.Net;

namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>The result of one load run.</summary>
/// <param name="Requests">The number of requests.</param>
/// <param name="Failures">The number of requests that got no answer or a status other than 200.</param>
/// <param name="P99">The 99th percentile of the latencies.</param>
/// <param name="Longest">The longest latency.</param>
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
