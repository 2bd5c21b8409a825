using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Report;

/// <summary>A budget that this command does not measure.</summary>
internal sealed class Unmeasured(string id, string budget, string why) : IReportRow
{
    public string Id => id;

    public Task<ReportLine> MeasureAsync(PairedSampler sampler) => Task.FromResult(ReportLine.NotMeasured(id, budget, why));
}
