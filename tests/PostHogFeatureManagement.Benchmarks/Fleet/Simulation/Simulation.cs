namespace PostHogFeatureManagement.Benchmarks.Fleet.Simulation;

/// <summary>One fleet from its deployment on: quiet intervals, changed flags, killed holders, and a storage that goes away and comes back.</summary>
internal static class Simulation
{
    private const int QuietIntervals = 20;
    private const int Flips = 20;
    private const int Kills = 20;
    private const int IntervalsAway = 3;

    public static SimulationResult Run(int instances, bool isStrict, int seed, Action<string> progress)
    {
        var world = new SimulatedWorld(instances, isStrict, seed);
        progress("deployment");
        world.Pass(SimulatedWorld.Deployment);
        int startPolls = world.PostHog.Polls;
        world.Pass(SimulatedWorld.PollInterval * 2);

        progress("quiet");
        (long calls, long bytes) = (world.Storage.Calls, world.Storage.Bytes);
        double polls = PollsPerInterval(world, QuietIntervals);
        double seconds = (SimulatedWorld.PollInterval * QuietIntervals).TotalSeconds;
        (double callsPerSecond, double bytesPerSecond) = ((world.Storage.Calls - calls) / seconds, (world.Storage.Bytes - bytes) / seconds);

        var flips = new List<TimeSpan>();
        for (int i = 0; i < Flips; i++)
        {
            progress($"change {i + 1} of {Flips}");
            world.Pass(SimulatedWorld.PollInterval * world.Random.NextDouble());
            flips.AddRange(world.Flip());
        }

        var handOvers = new List<TimeSpan>();
        for (int i = 0; i < Kills; i++)
        {
            progress($"killed holder {i + 1} of {Kills}");
            world.Pass(SimulatedWorld.PollInterval * (1 + world.Random.NextDouble()));
            handOvers.Add(world.KillHolder());
        }

        progress("storage away");
        world.Pass(SimulatedWorld.PollInterval * 2);
        world.Storage.IsAway = true;
        double alone = PollsPerInterval(world, IntervalsAway);
        world.Storage.IsAway = false;
        world.Pass(SimulatedWorld.PollInterval * 2);
        return new SimulationResult(instances, isStrict)
        {
            StartPolls = startPolls,
            PollsPerInterval = polls,
            CallsPerSecond = callsPerSecond,
            BytesPerSecond = bytesPerSecond,
            HandOver = new Distribution(handOvers),
            Flips = new Distribution(flips),
            PollsAlone = alone,
            PollsAfter = PollsPerInterval(world, QuietIntervals),
            Rollbacks = world.Rollbacks,
        };
    }

    private static double PollsPerInterval(SimulatedWorld world, int intervals)
    {
        int before = world.PostHog.Polls;
        world.Pass(SimulatedWorld.PollInterval * intervals);
        return (world.PostHog.Polls - before) / (double)intervals;
    }
}
