namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>What a fleet is made of.</summary>
/// <param name="Instances">The number of processes.</param>
/// <param name="PollInterval">How often the holder polls.</param>
internal sealed record FleetPlan(int Instances, TimeSpan PollInterval)
{
    public TimeSpan ShareCheckInterval => PollInterval / 3;

    /// <summary>Uses Redis as a plain distributed cache, without the lease and the announcements of the Redis package.</summary>
    public bool IsPlain { get; init; }

    /// <summary>More settings of one instance.</summary>
    public Func<int, IEnumerable<string>> Settings { get; init; } = static _ => [];
}
