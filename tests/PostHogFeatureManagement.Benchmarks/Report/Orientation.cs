namespace PostHogFeatureManagement.Benchmarks.Report;

/// <summary>Budgets in absolute units are for orientation: they are for a quiet machine of November 2026, and machines differ.</summary>
internal static class Orientation
{
    /// <summary>How far over its budget a time may be.</summary>
    public const double Factor = 1.5;
}
