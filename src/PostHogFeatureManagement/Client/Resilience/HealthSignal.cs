namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>What a call or an attempt says about PostHog's health, apart from its duration.</summary>
internal enum HealthSignal : byte
{
    /// <summary>Not sent, or abandoned by the caller.</summary>
    None,
    Success,
    Failure,
}
