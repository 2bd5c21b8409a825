namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Spreads delays, so that many instances do not act in step.</summary>
/// <param name="next">Numbers from 0 up to 1; a test gives its own.</param>
internal sealed class Jitter(Func<double> next)
{
#pragma warning disable RS0030 // the one seam through which randomness enters
    public static Jitter Random { get; } = new(System.Random.Shared.NextDouble);
#pragma warning restore RS0030

    /// <summary>The delay, up to <paramref name="share"/> shorter or longer.</summary>
    public TimeSpan Spread(TimeSpan delay, double share) => delay * (1 - share + (2 * share * next()));
}
