namespace PostHogFeatureManagement.Resilience;

/// <summary>Spreads delays so that many instances do not act at the same time.</summary>
/// <param name="next">Returns numbers from 0 up to 1. Tests pass their own.</param>
internal sealed class Jitter(Func<double> next)
{
#pragma warning disable RS0030 // This is the only source of randomness.
    public static Jitter Random { get; } = new(System.Random.Shared.NextDouble);
#pragma warning restore RS0030

    /// <summary>A number from 0 up to 1.</summary>
    public double Share => next();

    /// <summary>The delay, up to <paramref name="share"/> shorter or longer.</summary>
    public TimeSpan Spread(TimeSpan delay, double share) => delay * (1 - share + (2 * share * next()));
}
