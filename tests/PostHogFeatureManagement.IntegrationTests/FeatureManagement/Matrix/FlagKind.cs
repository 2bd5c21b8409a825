namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>One flag of each kind. A member's name is the flag's name.</summary>
public enum FlagKind
{
    On,
    Off,
    Matching,
    NotMatching,
    Variant,
    Payload,
    Holdout,
    Configured,
    Unknown,
}
