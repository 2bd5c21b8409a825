namespace PostHogFeatureManagement.Explain;

/// <summary>What this instance's requests to PostHog cost, in billable units.</summary>
/// <param name="Units">Since the start.</param>
/// <param name="Since">The start.</param>
/// <param name="Projected">What 30 days cost at the rate of the last 24 hours.</param>
internal readonly record struct ExplainedCost(long Units, DateTimeOffset Since, long Projected)
{
    public static ExplainedCost Of(PostHogUsage usage) => new(usage.Units, usage.Since, usage.ProjectedMonthlyUnits);
}
