namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>What one whole call says of PostHog's health, its duration apart.</summary>
internal enum HealthSignal : byte
{
    /// <summary>Not sent, or abandoned by the caller.</summary>
    None,
    Success,
    Failure,
}
