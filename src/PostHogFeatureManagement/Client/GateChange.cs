namespace PostHogFeatureManagement.Client;

/// <summary>What the end of a call did to the gate.</summary>
internal enum GateChange : byte
{
    None,
    Opened,
    Reopened,
    Closed,
}
