namespace PostHogFeatureManagement.Evaluation;

/// <summary>A rollout percentage, as the threshold that a hash is compared with (protocol §4.1).</summary>
internal readonly struct Rollout(double percentage)
{
    /// <summary>The quotient must be computed in double: 33.34 gives 0.33340000000000003, not the literal 0.3334.</summary>
    private readonly double _threshold = percentage / 100.0;

    public double Threshold => _threshold;

    public static Rollout Everyone => new(100);

    /// <summary>Whether every subject is included, so that no hash is needed.</summary>
    public bool IsEveryone => _threshold >= 1.0;

    /// <summary>Whether no subject is included, so that no hash is needed. At 0 %, only a hash of exactly 0 would pass: one subject in 2^60.</summary>
    public bool IsNobody => _threshold <= 0.0;

    public bool Includes(double hash) => hash <= _threshold;
}
