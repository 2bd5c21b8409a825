namespace PostHogFeatureManagement.Client;

/// <summary>Leave to make one call. <paramref name="Probe"/> is zero unless this call finds out whether PostHog is back.</summary>
internal readonly record struct GatePass(long EnteredAt, long Probe)
{
    public bool IsProbe => Probe != 0;
}
