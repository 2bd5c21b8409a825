namespace PostHogFeatureManagement;

/// <summary>Settings for what the library reports about itself.</summary>
public sealed class PostHogDiagnosticsOptions
{
    /// <summary>
    /// For which answers the log event <c>feature_flag.evaluation</c> of OpenTelemetry's conventions is written, at the level Information in the category
    /// <see cref="PostHogDiagnostics.EvaluationLoggerCategory"/>. Default: <see cref="PostHogEvaluationEvents.Off"/>.
    /// </summary>
    public PostHogEvaluationEvents EvaluationEvents { get; set; }

    /// <summary>Whether that event names the caller by distinct id, which is personal data. Default: false.</summary>
    public bool IncludeContextId { get; set; }

    /// <summary>
    /// Whether the telemetry of Polly that the application has registered also covers requests to PostHog. Results and exceptions are left out, because they can
    /// contain people and addresses. Default: true.
    /// </summary>
    public bool JoinPollyTelemetry { get; set; } = true;
}
