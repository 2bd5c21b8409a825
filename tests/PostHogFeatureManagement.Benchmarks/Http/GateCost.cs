using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>
/// What a gate adds to the processor time of a request, in microseconds: in an application with PostHog, and in one that has Microsoft.FeatureManagement alone and a flag
/// that is on for everyone. Both are measured in the same rounds, each against its own plain action.
/// </summary>
/// <param name="PostHog">With PostHog.</param>
/// <param name="Microsoft">With Microsoft.FeatureManagement alone.</param>
/// <param name="Plain">The whole processor time of a plain request, without the network.</param>
internal sealed record GateCost(double PostHog, double Microsoft, double Plain)
{
    /// <summary>The JIT compiler optimizes each process a little differently, so one alone decides nothing.</summary>
    public const int Processes = 15;

    /// <summary>In each process.</summary>
    public const int Rounds = 21;

    public double Ratio => PostHog / Microsoft;

    /// <param name="posthog">The PostHog to use.</param>
    /// <param name="isLocal">Whether the application fetches definitions and decides locally.</param>
    /// <param name="hasExposures">Whether checks send exposures.</param>
    public static async Task<GateCost> MeasureAsync(StubPostHog posthog, bool isLocal, bool hasExposures)
    {
        var costs = new List<GateCost>();
        for (int i = 0; i < Processes; i++)
        {
            costs.Add(await GateCostProcess.MeasureAsync(posthog, isLocal, hasExposures));
        }

        return new GateCost(Median(static cost => cost.PostHog), Median(static cost => cost.Microsoft), Median(static cost => cost.Plain));

        double Median(Func<GateCost, double> part) => Samples.Median(costs.Select(part));
    }
}
