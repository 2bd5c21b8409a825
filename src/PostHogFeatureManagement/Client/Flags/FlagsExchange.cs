using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Client.Usage;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Flags;

/// <summary>
/// One attempt at <c>POST /flags/?v=2</c>, which includes reading the response body. It sends no <c>Authorization</c> header (protocol §1.2).
/// </summary>
internal sealed class FlagsExchange(
    IHttpClientFactory httpClients,
    PostHogEndpoints endpoints,
    UsageMeter usage,
    LogThrottle throttle,
    [LibraryClock] TimeProvider timeProvider,
    ILogger<PostHogClient> logger)
{
    private const int MaxBodySize = 10 * 1024 * 1024;

    private static readonly TimeSpan RateLimitInterval = TimeSpan.FromHours(1);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public async ValueTask<WireAnswer<FlagsResponse>> SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoints.Flags) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = Json;
        using HttpClient client = httpClients.CreateClient(PostHogHttp.ClientName);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);

        return response.StatusCode == HttpStatusCode.OK
            ? await ReadAsync(response, cancellationToken).ConfigureAwait(false)
            : Refused(response);
    }

    private async ValueTask<WireAnswer<FlagsResponse>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        usage.Count(RequestKind.Evaluation);
        using ResponseBody? body = await ResponseBody.ReadAsync(response.Content, MaxBodySize, cancellationToken).ConfigureAwait(false);
        WarnOfRateLimit(response.Headers);
        WireAnswer<FlagsResponse> answer = body is null ? new(null, WireFailure.Unreadable) : FlagsResponseReader.Read(body.AsMemory());
        WarnOfPayloads(answer.Value);
        return answer with { StatusCode = (int)response.StatusCode };
    }

    /// <summary>Logs that PostHog reports most of the rate limit as used (protocol §2.6).</summary>
    private void WarnOfRateLimit(HttpResponseHeaders headers)
    {
        if (headers.NonValidated.TryGetValues("X-PostHog-Rate-Limit-Warning", out HeaderStringValues values)
            && string.Equals(values.ToString(), "true", StringComparison.OrdinalIgnoreCase)
            && throttle.IsDue(LogEvents.RateLimitNear, string.Empty, RateLimitInterval))
        {
            logger.RateLimitNear();
        }
    }

    /// <summary>Logs payloads that are not JSON (protocol §9.2).</summary>
    private void WarnOfPayloads(FlagsResponse? response)
    {
        foreach (string key in response?.MalformedPayloads ?? [])
        {
            if (throttle.IsDue(LogEvents.PayloadMalformed, key, LogThrottle.Forever))
            {
                logger.PayloadMalformed(key);
            }
        }
    }

    private WireAnswer<FlagsResponse> Refused(HttpResponseMessage response) => new(null, HttpStatus.ToFailure(response.StatusCode))
    {
        StatusCode = (int)response.StatusCode,
        Detail = HttpStatus.DescribeRedirect(response),
        RetryAfter = RetryAfter.Read(response.Headers, timeProvider),
    };
}
