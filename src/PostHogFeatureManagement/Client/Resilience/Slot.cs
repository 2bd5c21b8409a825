namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>
/// One of the attempts that PostHog may get before its next good answer. Each good answer starts a new <paramref name="Round"/>; slots of earlier rounds no
/// longer count.
/// </summary>
internal readonly record struct Slot(long Round)
{
    /// <summary>The slot of a probe, which is sent no matter what else is in flight.</summary>
    public static Slot None { get; } = new(-1);
}
