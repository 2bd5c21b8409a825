using System.Net;
using System.Net.Http.Headers;

namespace PostHogFeatureManagement.Client.Flags;

/// <summary>One attempt at <c>POST /flags/?v=2</c>, the body of the answer included. Carries no <c>Authorization</c> (protocol §1.2).</summary>
internal sealed class FlagsExchange(IHttpClientFactory httpClients, PostHogEndpoints endpoints, RateWarning rateWarning, PayloadWarning payloadWarning, TimeProvider timeProvider)
{
    private const int MaxBodySize = 10 * 1024 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public async ValueTask<Exchange<FlagsResponse>> SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
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

    private async ValueTask<Exchange<FlagsResponse>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using ResponseBody? body = await ResponseBody.ReadAsync(response.Content, MaxBodySize, cancellationToken).ConfigureAwait(false);
        rateWarning.Note(response.Headers);
        FlagsResponse read = body is null ? new FlagsResponse(FlagsCallOutcome.Failed) : FlagsResponseReader.Read(body.Memory);
        payloadWarning.Note(read);
        FailureKind failure = read.Outcome switch
        {
            FlagsCallOutcome.Success => FailureKind.None,
            FlagsCallOutcome.QuotaLimited => FailureKind.QuotaLimited,
            _ => FailureKind.Unreadable,
        };
        return new Exchange<FlagsResponse>(read with { StatusCode = (int)response.StatusCode }, failure);
    }

    private Exchange<FlagsResponse> Refused(HttpResponseMessage response)
    {
        FailureKind failure = HttpStatus.ToFailure(response.StatusCode);
        FlagsCallOutcome outcome = failure switch
        {
            FailureKind.Unauthorized or FailureKind.Forbidden => FlagsCallOutcome.Unauthorized,
            FailureKind.QuotaLimited => FlagsCallOutcome.QuotaLimited,
            FailureKind.RateLimited => FlagsCallOutcome.RateLimited,
            _ => FlagsCallOutcome.Failed,
        };
        var refused = new FlagsResponse(outcome)
        {
            StatusCode = (int)response.StatusCode,
            RetryAfter = RetryAfter.Read(response.Headers, timeProvider),
        };
        return new Exchange<FlagsResponse>(refused, failure) { RetryAfter = refused.RetryAfter };
    }
}
