namespace PostHogFeatureManagement.Resilience;

/// <summary>The decision of a <see cref="ProbeGate"/> on a call.</summary>
internal enum ProbeAdmission : byte
{
    Skip,
    Call,
    Probe,
}
