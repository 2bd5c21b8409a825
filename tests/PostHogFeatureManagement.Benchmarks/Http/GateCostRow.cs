using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>The extra processor time of a gated request, compared with what Microsoft.FeatureManagement alone costs.</summary>
internal abstract class GateCostRow(string id, bool isLocal, double budget) : IReportRow
{
    /// <summary>How many processes are started, one after the other.</summary>
    protected const int Processes = 5;

    public string Id => id;

    protected virtual string Budget => string.Create(CultureInfo.InvariantCulture, $"<= {budget:0.0} × Microsoft alone");

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        await using StubPostHog posthog = await StubPostHog.StartAsync();
        long start = TimeProvider.System.GetTimestamp();
        var rounds = new List<LoadResult[]>();
        for (int i = 0; i < Processes; i++)
        {
            await using GateProcess app = await GateProcess.StartPairAsync(posthog, isLocal);
            rounds.AddRange(await GateCost.MeasureAsync(app));
        }

        var cost = new GateCost(rounds);
        bool isSound = Check(posthog, TimeProvider.System.GetElapsedTime(start), out string remark);
        return ReportLine.Of(
            id,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{cost.Ratio:0.00} × Microsoft alone ({cost.PostHog:+0.00;-0.00} us and {cost.Microsoft:+0.00;-0.00} us on a plain request of {cost.Plain:0} us; "
                + $"{cost.Failures} not 200){remark}"),
            Budget,
            cost.Ratio <= budget && cost.Failures == 0 && isSound);
    }

    protected virtual bool Check(StubPostHog posthog, TimeSpan elapsed, out string remark)
    {
        remark = string.Empty;
        return true;
    }
}
