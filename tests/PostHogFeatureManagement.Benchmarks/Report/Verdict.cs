namespace PostHogFeatureManagement.Benchmarks.Report;

internal enum Verdict
{
    Met,
    Missed,
    NotMeasured,
}
