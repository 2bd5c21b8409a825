using System.Net;
using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Client;

/// <summary>What a status other than 200 and 304 means (protocol §2.6, §3.3).</summary>
internal static class HttpStatus
{
    public static WireFailure ToFailure(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => WireFailure.Unauthorized,
        HttpStatusCode.PaymentRequired => WireFailure.QuotaLimited,
        HttpStatusCode.Forbidden => WireFailure.Forbidden,
        HttpStatusCode.TooManyRequests => WireFailure.RateLimited,
        HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => WireFailure.GatewayError,
        >= HttpStatusCode.InternalServerError => WireFailure.ServerError,
        HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge => WireFailure.Rejected,
        _ => WireFailure.UnexpectedStatus,
    };

    /// <summary>Where a redirect points; null for other responses. Nothing but the host is told, because the rest may repeat keys.</summary>
    public static string? DescribeRedirect(HttpResponseMessage response)
    {
        if ((int)response.StatusCode is < 300 or > 399 || response.Headers.Location is not { } location)
        {
            return null;
        }

        bool isKnown = Uri.TryCreate(response.RequestMessage?.RequestUri ?? location, location, out Uri? target);
        return FormattableString.Invariant($"HTTP status {(int)response.StatusCode}, a redirect to {SafeText.Address(isKnown ? target : null)}");
    }
}
