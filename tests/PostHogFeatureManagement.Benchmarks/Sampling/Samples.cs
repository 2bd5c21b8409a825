namespace PostHogFeatureManagement.Benchmarks.Sampling;

/// <summary>The measurements of a run, in rounds in which every contender ran. They are compared within a round, so a slow moment affects both.</summary>
internal sealed class Samples(Sample[][] rounds)
{
    public double Nanoseconds(int contender) => Median(rounds.Select(round => round[contender].Nanoseconds));

    public double Ratio(int contender, int baseline) => Median(rounds.Select(round => round[contender].Nanoseconds / round[baseline].Nanoseconds));

    public double Difference(int contender, int baseline) => Median(rounds.Select(round => round[contender].Nanoseconds - round[baseline].Nanoseconds));

    /// <summary>The bytes allocated per operation. Rounding removes what the measurement itself allocates.</summary>
    public long Bytes(int contender) => (long)Math.Round(Median(rounds.Select(round => round[contender].Bytes)));

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
