namespace PostHogFeatureManagement.Benchmarks.Fleet.Simulation;

/// <summary>What one simulated fleet did.</summary>
/// <param name="Instances">The number of instances.</param>
/// <param name="IsStrict">Whether the storage was Redis, and not a cache that can only read and write.</param>
internal sealed record SimulationResult(int Instances, bool IsStrict)
{
    /// <summary>During the deployment, with nothing to start from.</summary>
    public required int StartPolls { get; init; }

    public required double PollsPerInterval { get; init; }

    public required double CallsPerSecond { get; init; }

    public required double BytesPerSecond { get; init; }

    /// <summary>From the death of the instance that polls to the next poll.</summary>
    public required Distribution HandOver { get; init; }

    /// <summary>From a refresh call to each of the instances.</summary>
    public required Distribution Flips { get; init; }

    /// <summary>Per interval, while the storage is away.</summary>
    public required double PollsAlone { get; init; }

    /// <summary>Per interval, from two intervals after the storage came back.</summary>
    public required double PollsAfter { get; init; }

    public required int Rollbacks { get; init; }
}
