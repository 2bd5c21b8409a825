namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>One flag of each kind. The member name is the flag name.</summary>
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
