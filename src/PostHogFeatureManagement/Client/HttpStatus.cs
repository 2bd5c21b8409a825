using System.Net;

namespace PostHogFeatureManagement.Client;

/// <summary>What a status other than 200 and 304 means (protocol §2.6, §3.3).</summary>
internal static class HttpStatus
{
    public static FailureKind ToFailure(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => FailureKind.Unauthorized,
        HttpStatusCode.PaymentRequired => FailureKind.QuotaLimited,
        HttpStatusCode.Forbidden => FailureKind.Forbidden,
        HttpStatusCode.TooManyRequests => FailureKind.RateLimited,
        HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => FailureKind.GatewayError,
        >= HttpStatusCode.InternalServerError => FailureKind.ServerError,
        _ => FailureKind.Rejected,
    };
}
