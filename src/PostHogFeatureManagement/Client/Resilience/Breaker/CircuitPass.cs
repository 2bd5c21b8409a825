namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>Permission to make one call. <paramref name="Probe"/> is zero unless this call probes whether PostHog is back.</summary>
internal readonly record struct CircuitPass(long EnteredAt, long Probe)
{
    public bool IsProbe => Probe != 0;
}
