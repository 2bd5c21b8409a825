namespace PostHogFeatureManagement.Benchmarks.Sampling;

/// <summary>What a run measured: rounds in which every contender had its turn. Comparisons are made within rounds, so that a slow second of the machine hits both sides.</summary>
internal sealed class Samples(Sample[][] rounds)
{
    public double Nanoseconds(int contender) => Median(rounds.Select(round => round[contender].Nanoseconds));

    public double Ratio(int contender, int baseline) => Median(rounds.Select(round => round[contender].Nanoseconds / round[baseline].Nanoseconds));

    public double Difference(int contender, int baseline) => Median(rounds.Select(round => round[contender].Nanoseconds - round[baseline].Nanoseconds));

    /// <summary>Bytes allocated by one operation; what a whole round allocates for itself disappears in the rounding.</summary>
    public long Bytes(int contender) => (long)Math.Round(Median(rounds.Select(round => round[contender].Bytes)));

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
