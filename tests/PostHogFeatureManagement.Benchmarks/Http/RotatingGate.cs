using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>
/// B9: requests per second of the gated action, compared with the plain action of the same application. Remote mode with a slow PostHog and many callers in rotation,
/// each seen once before.
/// </summary>
internal sealed class RotatingGate : IReportRow
{
    /// <summary>Enough to keep two cores busy.</summary>
    private const int Connections = 8;
    private const int Users = 1_000;
    private const double Budget = 0.90;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    public string Id => "B9";

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        await using StubPostHog posthog = await StubPostHog.StartAsync();
        posthog.Delay = Slow;
        await using GateProcess app = await GateProcess.StartAsync(posthog);
        using Load gated = await Load.OpenAsync(app, ActionsController.Gated, Connections, Users);
        using Load plain = await Load.OpenAsync(app, ActionsController.Plain, Connections, Users);

        // Until every caller has been evaluated.
        await gated.RunAsync(Users * Slow / Connections);
        await gated.RunAsync(TimeSpan.FromSeconds(1));
        PairedLoad load = await PairedLoad.RunAsync(gated, plain);
        return ReportLine.Of(
            Id,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{load.ThroughputRatio:0.000} of the plain action (by the wall clock {load.WallRatio:0.000}, {load.RequestsPerSecond:0} requests/s; "
                + $"{load.MoreMicroseconds:+0.0;-0.0} us per request; {load.Failures} not 200)"),
            string.Create(CultureInfo.InvariantCulture, $">= {Budget:0.00}"),
            load.ThroughputRatio >= Budget && load.Failures == 0);
    }
}
