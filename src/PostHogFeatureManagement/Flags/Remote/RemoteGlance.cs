namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>What this process has of PostHog's answers for a caller at one moment.</summary>
internal readonly record struct RemoteGlance
{
    /// <summary>Why PostHog's servers are not asked about the caller at all. Null when they may be.</summary>
    public FlagReason? Refusal { get; init; }

    /// <summary>The last answer that can still be used. Null when there is none.</summary>
    public RemoteAnswer? Kept { get; init; }

    public TimeSpan? Age { get; init; }

    /// <summary>Whether the answer is used only if PostHog fails.</summary>
    public bool IsLastResort { get; init; }

    /// <summary>The failure that is remembered, so that PostHog is not asked again at once. Null when there is none.</summary>
    public FlagReason? Failure { get; init; }
}
