namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>Leave to make one call. <paramref name="Probe"/> is zero unless this call finds out whether PostHog is back.</summary>
internal readonly record struct CircuitPass(long EnteredAt, long Probe)
{
    public bool IsProbe => Probe != 0;
}
