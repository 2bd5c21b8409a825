namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>What became of a token that a request carried.</summary>
internal enum OverrideOutcome : byte
{
    Applied,

    /// <summary>Some of its flags may not be set.</summary>
    PartlyApplied,

    /// <summary>It is too long, or not a token of the form that is read here.</summary>
    Malformed,

    /// <summary>It is not signed with a key of this application.</summary>
    Signature,

    /// <summary>It is no longer valid, not valid yet, or valid for longer than a token may be.</summary>
    Expired,

    /// <summary>It is for another environment, or tokens do not count in this one.</summary>
    Environment,

    /// <summary>It is for another application.</summary>
    Audience,

    /// <summary>It is for another caller.</summary>
    Subject,

    /// <summary>The signed-in user may not use tokens here, or it sets no flag that may be set.</summary>
    Policy,
}
