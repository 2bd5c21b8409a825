namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>The breaker's decision on a call to the distributed cache.</summary>
internal enum DistributedAdmission : byte
{
    Skip,
    Call,
    Probe,
}
