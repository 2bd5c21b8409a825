using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>The extra processor time of a gated request, compared with what Microsoft.FeatureManagement alone costs.</summary>
internal abstract class GateCostRow(string id, bool isLocal, double budget) : IReportRow
{
    public string Id => id;

    protected virtual string Budget => string.Create(CultureInfo.InvariantCulture, $"<= {budget:0.0} × Microsoft alone");

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        await using StubPostHog posthog = await StubPostHog.StartAsync();
        long start = TimeProvider.System.GetTimestamp();
        GateCost cost = await GateCost.MeasureAsync(posthog, isLocal, hasExposures: false);
        bool isSound = Check(posthog, TimeProvider.System.GetElapsedTime(start), out string remark);
        return ReportLine.Of(
            id,
            $"{cost}{remark}",
            Budget,
            cost.Ratio <= budget && isSound);
    }

    protected virtual bool Check(StubPostHog posthog, TimeSpan elapsed, out string remark)
    {
        remark = string.Empty;
        return true;
    }
}
