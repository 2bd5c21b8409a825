namespace PostHogFeatureManagement.Flags.Status;

/// <summary>The state, and what led to it. It contains no people, names of flags, keys or addresses. Immutable.</summary>
/// <param name="State">The state.</param>
/// <param name="Cause">What led to it: a sentence without a full stop.</param>
/// <param name="IsInGrace">Whether the application has only just started.</param>
/// <param name="Data">The details: texts, numbers and truth values.</param>
internal sealed record StatusReport(PostHogState State, string Cause, bool IsInGrace, IReadOnlyDictionary<string, object> Data)
{
    /// <summary>The state as OpenFeature writes it.</summary>
    public string Word => WordOf(State);

    public static string WordOf(PostHogState state) => state switch
    {
        PostHogState.Ready => "READY",
        PostHogState.Stale => "STALE",
        PostHogState.Error => "ERROR",
        PostHogState.Fatal => "FATAL",
        _ => "NOT_READY",
    };
}
