namespace PostHogFeatureManagement.Evaluation;

/// <summary>The outcome of evaluating one flag. The last two mean that this process cannot decide.</summary>
internal enum FlagOutcome : byte
{
    Match,
    NoMatch,
    OutOfRollout,

    /// <summary>Data is missing or unreadable. A later condition could still have decided.</summary>
    Inconclusive,

    /// <summary>Only PostHog's servers can decide, whatever is known about the caller.</summary>
    NeedsServer,
}
