namespace PostHogFeatureManagement.Diagnostics.Telemetry;

/// <summary>How a check ended, in the words of OpenTelemetry's conventions for feature flags. The texts are constants.</summary>
/// <param name="Reason"><c>feature_flag.result.reason</c>.</param>
/// <param name="ErrorType"><c>error.type</c>. Null when nothing failed.</param>
internal readonly record struct EvaluationReason(string Reason, string? ErrorType = null)
{
    public const string Static = "static";
    public const string Default = "default";
    public const string TargetingMatch = "targeting_match";
    public const string Split = "split";
    public const string Cached = "cached";
    public const string Disabled = "disabled";
    public const string Unknown = "unknown";
    public const string Stale = "stale";
    public const string Error = "error";

    /// <summary>How many reasons there are.</summary>
    public const int Count = 9;

    public static EvaluationReason Failed(string errorType) => new(Error, errorType);
}
