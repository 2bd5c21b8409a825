namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>A place among the calls that wait for PostHog. <paramref name="Round"/> counts its good answers; places of earlier rounds have no say any more.</summary>
internal readonly record struct Slot(long Round)
{
    /// <summary>Of a probe, which goes out whatever else is under way.</summary>
    public static Slot None { get; } = new(-1);
}
