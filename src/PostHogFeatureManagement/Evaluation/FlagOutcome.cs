namespace PostHogFeatureManagement.Evaluation;

/// <summary>What evaluating one flag came to. The last two mean that this process cannot tell.</summary>
internal enum FlagOutcome : byte
{
    Match,
    NoMatch,
    OutOfRollout,

    /// <summary>Data is missing or unreadable here; a later condition might still have decided.</summary>
    Inconclusive,

    /// <summary>Only PostHog's servers can tell, whatever is known about the caller.</summary>
    NeedsServer,
}
