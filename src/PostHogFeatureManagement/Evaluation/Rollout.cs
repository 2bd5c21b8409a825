namespace PostHogFeatureManagement.Evaluation;

/// <summary>A rollout percentage, turned into the threshold a hash is compared with (protocol §4.1).</summary>
internal readonly struct Rollout(double percentage)
{
    /// <summary>The double quotient decides: 33.34 is 0.33340000000000003 and not the literal 0.3334.</summary>
    private readonly double _threshold = percentage / 100.0;

    public static Rollout Everyone => new(100);

    /// <summary>No hash is needed to be in.</summary>
    public bool IsEveryone => _threshold >= 1.0;

    /// <summary>No hash is needed to be out. At 0 % only a hash of exactly 0 would pass: one subject in 2^60.</summary>
    public bool IsNobody => _threshold <= 0.0;

    public bool Includes(double hash) => hash <= _threshold;
}
