namespace PostHogFeatureManagement;

/// <summary>The endpoint of PostHog that events are sent to.</summary>
public enum PostHogEventsProtocol
{
    /// <summary><c>POST /batch/</c>, which every PostHog has.</summary>
    Batch,

    /// <summary><c>POST /i/v1/analytics/events</c>, which answers for each event. Newer than <see cref="Batch"/>; proxies may not let it through.</summary>
    Analytics,
}
