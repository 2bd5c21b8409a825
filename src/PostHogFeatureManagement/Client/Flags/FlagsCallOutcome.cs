namespace PostHogFeatureManagement.Client.Flags;

/// <summary>How a request for a caller's flags ended. Only <see cref="Success"/> carries answers.</summary>
internal enum FlagsCallOutcome : byte
{
    Success,
    QuotaLimited,
    Unauthorized,
    RateLimited,
    TimedOut,
    CircuitOpen,
    Overloaded,
    Failed,
}
