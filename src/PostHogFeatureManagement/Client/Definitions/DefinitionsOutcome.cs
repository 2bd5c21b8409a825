namespace PostHogFeatureManagement.Client.Definitions;

/// <summary>How a request for definitions ended (protocol §3.3).</summary>
internal enum DefinitionsOutcome : byte
{
    Modified,
    NotModified,
    Unauthorized,
    Forbidden,
    QuotaLimited,
    RateLimited,
    TimedOut,
    CircuitOpen,
    Failed,
}
