namespace PostHogFeatureManagement.Fleet.Storage;

/// <summary>What became of an attempt to replace a shared value.</summary>
internal enum ReplaceOutcome : byte
{
    /// <summary>The value is the new one.</summary>
    Replaced,

    /// <summary>The value was another than expected and stays.</summary>
    Lost,

    /// <summary>The storage did not answer. It may have replaced the value all the same.</summary>
    Unknown,
}
