namespace PostHogFeatureManagement.Explain;

/// <summary>What a layer had to say about a flag.</summary>
internal enum LayerOutcome : byte
{
    /// <summary>A layer before it had a value, or it may not be asked.</summary>
    NotAsked,

    /// <summary>It gave the value.</summary>
    Answered,

    /// <summary>It does not have the flag.</summary>
    None,

    /// <summary>It has the flag but cannot decide it for this caller.</summary>
    Undecided,
    Failed,
}
