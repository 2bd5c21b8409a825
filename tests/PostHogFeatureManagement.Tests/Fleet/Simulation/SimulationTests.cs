using PostHogFeatureManagement.Benchmarks.Fleet.Simulation;

namespace PostHogFeatureManagement.Tests.Fleet.Simulation;

/// <summary>The benchmarks' simulation, short: fleets that the seed decides, with killed holders, changes and a storage that goes away.</summary>
public sealed class SimulationTests
{
    [Theory]
    [InlineData(2, true)]
    [InlineData(7, true)]
    [InlineData(30, true)]
    [InlineData(7, false)]
    [Trait("Promise", "DF-04")]
    [Trait("Promise", "DF-05")]
    [Trait("Promise", "DF-07")]
    public void Run_AnySeed_PollsOncePerIntervalAndNeverGoesBack(int instances, bool isStrict)
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            SimulationResult result = Benchmarks.Fleet.Simulation.Simulation.Run(instances, isStrict, seed, static _ => { });

            string run = $"Seed {seed}: {result.PollsPerInterval} and {result.PollsAfter} polls, {result.HandOver} ms, {result.Flips} ms, {result.Rollbacks} rollbacks.";
            Assert.True(result.Rollbacks == 0, run);
            Assert.True(result.PollsPerInterval <= 1.2 && result.PollsAfter <= 1.2, run);
            Assert.True(result.HandOver.Longest <= SimulatedWorld.PollInterval * 2, run);
            Assert.True(result.Flips.Longest <= (isStrict ? TimeSpan.FromSeconds(1) : SimulatedWorld.ShareCheckInterval * 1.2), run);
        }
    }
}
