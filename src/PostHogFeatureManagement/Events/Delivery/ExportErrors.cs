using System.Globalization;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Events;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>The value of <c>error.type</c> for events that PostHog did not take.</summary>
internal static class ExportErrors
{
    /// <summary>PostHog had not answered when the application stopped.</summary>
    public const string Timeout = "timeout";

    // A server can answer with any number, and a tag must not have any value.
    private static readonly int[] KnownStatuses = [400, 401, 402, 403, 404, 408, 413, 429, 500, 502, 503, 504];

    public static string Of(in WireAnswer<EventsResponse> answer) => answer switch
    {
        { Failure: WireFailure.TimedOut } => Timeout,
        { StatusCode: { } status } when KnownStatuses.Contains(status) => status.ToString(CultureInfo.InvariantCulture),
        { StatusCode: null, Failure: WireFailure.Unreachable } => "connection_error",
        _ => "rejected",
    };
}
