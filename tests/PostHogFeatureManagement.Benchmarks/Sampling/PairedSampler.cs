using System.Diagnostics;

namespace PostHogFeatureManagement.Benchmarks.Sampling;

/// <summary>Measures contenders in turn, round after round, in one process. Faster than BenchmarkDotNet, and it tolerates a machine that slows down.</summary>
internal sealed class PairedSampler
{
    private static readonly TimeSpan MixTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(25);

    public int Rounds { get; init; } = 15;

    public async Task<Samples> MeasureAsync(params Contender[] contenders)
    {
        await MixAsync(contenders);
        int[] counts = new int[contenders.Length];
        for (int i = 0; i < contenders.Length; i++)
        {
            counts[i] = await WarmUpAsync(contenders[i]);
        }

        var rounds = new Sample[Rounds][];
        for (int round = 0; round < Rounds; round++)
        {
            rounds[round] = new Sample[contenders.Length];
            for (int turn = 0; turn < contenders.Length; turn++)
            {
                int contender = (turn + round) % contenders.Length;
                rounds[round][contender] = await MeasureAsync(contenders[contender], counts[contender]);
            }
        }

        return new Samples(rounds);
    }

    /// <summary>
    /// Runs the contenders in turn while the JIT compiler collects its profile. Otherwise shared code would be optimized for the first contender.
    /// </summary>
    private static async Task MixAsync(Contender[] contenders)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < MixTime)
        {
            foreach (Contender contender in contenders)
            {
                await contender.LoopAsync(1);
            }
        }
    }

    /// <summary>Runs until the JIT compiler has had time to optimize. Returns how many operations fill a turn.</summary>
    private static async Task<int> WarmUpAsync(Contender contender)
    {
        int count = 1;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < WarmUp)
        {
            Sample sample = await MeasureAsync(contender, count);
            double fitting = Turn.TotalNanoseconds / Math.Max(sample.Nanoseconds, 0.1);
            count = (int)Math.Clamp(fitting, 1, Math.Min(count * 4.0, int.MaxValue / 4));
        }

        return count;
    }

    private static async Task<Sample> MeasureAsync(Contender contender, int count)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        double start = ProcessorClock.OfThread;
        await contender.LoopAsync(count);
        return new Sample((ProcessorClock.OfThread - start) / count, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)count);
    }
}
