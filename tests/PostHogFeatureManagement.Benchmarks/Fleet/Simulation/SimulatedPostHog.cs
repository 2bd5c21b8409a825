namespace PostHogFeatureManagement.Benchmarks.Fleet.Simulation;

/// <summary>A PostHog whose definitions have a version. An answer is what was true when it began.</summary>
internal sealed class SimulatedPostHog(VirtualClock clock, Random random)
{
    public int Version { get; private set; } = 1;

    public int Polls { get; private set; }

    public TimeSpan LastPoll { get; private set; } = TimeSpan.MinValue;

    public void Flip() => Version++;

    /// <summary>50 to 150 ms.</summary>
    public async Task<int> PollAsync()
    {
        Polls++;
        LastPoll = clock.Now;
        int version = Version;
        await clock.Delay(TimeSpan.FromMilliseconds(50 + (100 * random.NextDouble())));
        return version;
    }
}
