namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>What one such request means for other callers.</summary>
internal enum Aftermath
{
    /// <summary>Nothing. The next caller without a cached answer asks PostHog.</summary>
    None,

    /// <summary>It counts. Five failed attempts within 30 s open the circuit for 60 s if they are at least half of all.</summary>
    Counts,

    /// <summary>It counts when five callers in a row get it. Then the circuit is open for 60 s.</summary>
    CountsFromFiveCallers,

    /// <summary>The circuit is open for 60 s.</summary>
    OpensCircuit,

    /// <summary>Nothing is sent for as long as PostHog asked.</summary>
    WaitsAsAsked,

    /// <summary>Nothing is sent for a minute. Then one caller asks, and the pause doubles up to ten minutes.</summary>
    PausesForQuota,
}
