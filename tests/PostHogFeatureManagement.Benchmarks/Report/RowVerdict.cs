namespace PostHogFeatureManagement.Benchmarks.Report;

internal enum RowVerdict
{
    Met,
    Missed,
    NotMeasured,
}
