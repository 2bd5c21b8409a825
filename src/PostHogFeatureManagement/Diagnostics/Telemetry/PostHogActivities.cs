using System.Diagnostics;

namespace PostHogFeatureManagement.Diagnostics.Telemetry;

/// <summary>The one source of activities. A check of a flag has none: it takes less time than an activity.</summary>
internal static class PostHogActivities
{
    /// <summary>A request to PostHog to evaluate flags, around its retries.</summary>
    public const string Evaluate = "posthog.evaluate";

    /// <summary>A refresh of the flag definitions.</summary>
    public const string DefinitionsRefresh = "posthog.definitions.refresh";

    /// <summary>A batch of events, around its retries.</summary>
    public const string EventsExport = "posthog.events.export";

    /// <summary>A refresh of an answer that is no longer fresh, while it is used.</summary>
    public const string CacheRefresh = "posthog.cache.refresh";

    private static readonly ActivitySource Source = new(new ActivitySourceOptions(PostHogDiagnostics.ActivitySourceName)
    {
        Version = PostHogDiagnostics.Version,
        TelemetrySchemaUrl = PostHogDiagnostics.SchemaUrl,
    });

    /// <summary>Starts a request to PostHog that belongs to whatever is going on.</summary>
    public static Activity? StartRequest(string name) => Source.StartActivity(name, ActivityKind.Client);

    /// <summary>
    /// Starts work in the background. It is the root of a trace, so that a request's trace does not grow after the request. Call it in an async method: only that
    /// method's flow changes.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="cause">What caused the work.</param>
    public static Activity? StartRoot(string name, ActivityContext cause = default)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity.Current = null;
        return Source.StartActivity(name, ActivityKind.Internal, default(ActivityContext), links: cause == default ? null : [new ActivityLink(cause)]);
    }

    /// <summary>Says on the current activity of this library how a request to PostHog ended. The last request counts.</summary>
    /// <param name="operation">What PostHog was asked for.</param>
    /// <param name="errorType">How the request failed with all its retries. Null when it succeeded.</param>
    /// <param name="retries">How often it was repeated.</param>
    public static void Describe(string operation, string? errorType, int retries)
    {
        if (Activity.Current is { } activity && activity.Source == Source)
        {
            activity.SetTag(TelemetryTags.Operation, operation);
            activity.SetTag(TelemetryTags.ErrorType, errorType);
            activity.SetTag(TelemetryTags.RetryCount, retries);
            activity.SetStatus(errorType is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        }
    }
}
