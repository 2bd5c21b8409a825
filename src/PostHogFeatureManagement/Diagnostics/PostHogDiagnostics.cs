namespace PostHogFeatureManagement;

/// <summary>
/// The names by which an application collects what this library reports: <c>AddMeter(PostHogDiagnostics.MeterName)</c> and
/// <c>AddSource(PostHogDiagnostics.ActivitySourceName)</c>. The documentation page on operations lists the instruments and activities.
/// </summary>
public static class PostHogDiagnostics
{
    /// <summary>The meter of all instruments. They cost next to nothing while nothing collects them.</summary>
    public const string MeterName = "PostHogFeatureManagement";

    /// <summary>The source of all activities: requests to PostHog and work in the background. There is none for each check of a flag.</summary>
    public const string ActivitySourceName = "PostHogFeatureManagement";

    /// <summary>
    /// The category of the log event <c>feature_flag.evaluation</c> (id 310), which <c>PostHog:Diagnostics:EvaluationEvents</c> switches on.
    /// </summary>
    public const string EvaluationLoggerCategory = "PostHogFeatureManagement.Evaluations";

    internal const string SchemaUrl = "https://opentelemetry.io/schemas/1.44.0";

    internal static string Version { get; } = typeof(PostHogDiagnostics).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
