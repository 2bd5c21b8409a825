namespace PostHogFeatureManagement.Client;

/// <summary>What one whole call says of PostHog's health, its duration apart.</summary>
internal enum CallEvidence : byte
{
    /// <summary>Not sent, or abandoned by the caller.</summary>
    None,
    Success,
    Failure,
}
