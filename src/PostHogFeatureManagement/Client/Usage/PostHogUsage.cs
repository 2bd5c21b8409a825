namespace PostHogFeatureManagement;

/// <summary>
/// What this instance's requests to PostHog cost, in billable units. Attempts that PostHog answered count. Prices are those of November 2026 and an upper bound: 10 for
/// definitions, 1 for definitions that have not changed, and 1 for an evaluation of all flags of a caller. Immutable.
/// </summary>
public sealed record PostHogUsage
{
    /// <summary>Since when requests are counted: the start of this process.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Responses with definitions.</summary>
    public required long DefinitionsSent { get; init; }

    /// <summary>Responses that definitions have not changed.</summary>
    public required long DefinitionsUnchanged { get; init; }

    /// <summary>Evaluations by PostHog, each of all flags of one caller.</summary>
    public required long Evaluations { get; init; }

    /// <summary>The units of all these.</summary>
    public required long Units { get; init; }

    /// <summary>The units that 30 days cost at the rate of the last 24 hours. An incomplete first hour counts as a whole one.</summary>
    public required long ProjectedMonthlyUnits { get; init; }
}
