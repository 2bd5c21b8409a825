namespace PostHogFeatureManagement.Benchmarks.Sampling;

/// <summary>One contender in one round, per operation.</summary>
internal readonly record struct Sample(double Nanoseconds, double Bytes);
