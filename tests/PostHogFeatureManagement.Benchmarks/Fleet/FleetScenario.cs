namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>Something that happens to a fleet.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="HappensAsync">What happens. It ends when the trouble does.</param>
internal sealed record FleetScenario(string Name, Func<FleetRun, Task> HappensAsync)
{
    public Func<FleetPlan, FleetPlan> Plan { get; init; } = static plan => plan;

    /// <summary>The most polls per interval after the trouble, on average.</summary>
    public double MaxPolls { get; init; } = 1;

    /// <summary>How long it may take until all instances have what changed during the trouble.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the instances are more than one fleet, so a change reaches each of them at its own next poll.</summary>
    public bool IsSplit { get; init; }
}
