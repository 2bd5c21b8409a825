using System.Net;

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
}
