namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>Something that happens to a fleet.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="HappensAsync">What happens. It ends when the trouble does.</param>
internal sealed record FleetScenario(string Name, Func<FleetRun, Task> HappensAsync)
{
    public Func<FleetPlan, FleetPlan> Plan { get; init; } = static plan => plan;

    /// <summary>The most polls per interval after the trouble, on average.</summary>
    public double MaxPolls { get; init; } = 1.05;

    /// <summary>Whether the change that is made during the trouble may arrive only after it.</summary>
    public bool Delays { get; init; }
}
