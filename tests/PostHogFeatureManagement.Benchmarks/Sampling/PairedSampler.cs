using System.Diagnostics;

namespace PostHogFeatureManagement.Benchmarks.Sampling;

/// <summary>Measures contenders in turn, round after round, in one process: quicker than BenchmarkDotNet and safe against a machine that slows down half-way.</summary>
internal sealed class PairedSampler
{
    private static readonly TimeSpan Acquaintance = TimeSpan.FromSeconds(1);
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
    /// Runs each once, over and over, while the compiler watches: code that contenders share is otherwise compiled for the one that came first, and flatters it.
    /// </summary>
    private static async Task MixAsync(Contender[] contenders)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Acquaintance)
        {
            foreach (Contender contender in contenders)
            {
                await contender.LoopAsync(1);
            }
        }
    }

    /// <summary>Runs until the compiler has had time for its best code; says how many operations fill a turn.</summary>
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
        double start = ThreadClock.Nanoseconds;
        await contender.LoopAsync(count);
        return new Sample((ThreadClock.Nanoseconds - start) / count, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)count);
    }
}
