using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Report;

/// <summary>Measures one budget.</summary>
internal interface IReportRow
{
    string Id { get; }

    Task<ReportLine> MeasureAsync(PairedSampler sampler);
}
