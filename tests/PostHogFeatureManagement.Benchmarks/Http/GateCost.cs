using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>
/// What a gate adds to the processor time of a request, in microseconds: in an application with PostHog, and in one that has Microsoft.FeatureManagement alone and a flag
/// that is on for everyone. Both are measured in the same rounds, each against its own plain action.
/// </summary>
/// <param name="PostHog">With PostHog.</param>
/// <param name="PostHogBytes">The bytes that it allocates.</param>
/// <param name="Microsoft">With Microsoft.FeatureManagement alone.</param>
/// <param name="MicrosoftBytes">The bytes that it allocates.</param>
/// <param name="Plain">The whole processor time of a plain request, without the network.</param>
internal sealed record GateCost(double PostHog, double PostHogBytes, double Microsoft, double MicrosoftBytes, double Plain)
{
    /// <summary>The JIT compiler optimizes each process a little differently, so one alone decides nothing.</summary>
    public const int Processes = 7;

    /// <summary>In each process.</summary>
    public const int Rounds = 21;

    public double Ratio => PostHog / Microsoft;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Ratio:0.00} × Microsoft alone ({PostHog:+0.00;-0.00} us, {PostHogBytes:0} B and {Microsoft:+0.00;-0.00} us, {MicrosoftBytes:0} B on a plain request of {Plain:0.0} us)");

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

        return new GateCost(
            Median(static cost => cost.PostHog),
            Median(static cost => cost.PostHogBytes),
            Median(static cost => cost.Microsoft),
            Median(static cost => cost.MicrosoftBytes),
            Median(static cost => cost.Plain));

        double Median(Func<GateCost, double> part) => Samples.Median(costs.Select(part));
    }
}
