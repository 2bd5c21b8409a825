namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>What the breaker says to a call of the distributed cache.</summary>
internal enum DistributedAdmission : byte
{
    Skip,
    Call,
    Probe,
}
