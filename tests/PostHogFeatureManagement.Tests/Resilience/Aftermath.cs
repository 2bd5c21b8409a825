namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>What one such request means for everybody else's.</summary>
internal enum Aftermath
{
    /// <summary>Nothing: the next caller without a kept answer asks.</summary>
    None,

    /// <summary>It counts: five failed tries within 30 s, if they are half of all, open the circuit for 60 s.</summary>
    Counts,

    /// <summary>The circuit is open for 60 s.</summary>
    OpensCircuit,

    /// <summary>PostHog is left alone for as long as it asked.</summary>
    WaitsAsAsked,

    /// <summary>Nobody asks for a minute, then one does; the pause doubles up to ten minutes.</summary>
    PausesForQuota,
}
