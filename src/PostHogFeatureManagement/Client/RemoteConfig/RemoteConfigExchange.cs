using System.Net;
using System.Text.Json;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.RemoteConfig;

/// <summary>One attempt at <c>GET …/feature_flags/{key}/remote_config</c>, which includes reading the response body (protocol §9.3).</summary>
internal sealed class RemoteConfigExchange(IHttpClientFactory httpClients, PostHogEndpoints endpoints, [LibraryClock] TimeProvider timeProvider)
{
    private const int MaxBodySize = 10 * 1024 * 1024;

    /// <summary>What stands in place of an encrypted value for a key that must not read it.</summary>
    private const string RedactedValue = "********* (encrypted)";

    public async ValueTask<WireAnswer<RemoteConfigResponse>> SendAsync(string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoints.RemoteConfig(key));
        endpoints.Authorize(request);
        using HttpClient client = httpClients.CreateClient(PostHogHttp.ClientName);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);

        WireAnswer<RemoteConfigResponse> answer = response.StatusCode switch
        {
            HttpStatusCode.OK => await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false),
            HttpStatusCode.NotFound => new(RemoteConfigResponse.Unknown, WireFailure.None),
            _ => new(null, HttpStatus.ToFailure(response.StatusCode)),
        };
        return answer with
        {
            StatusCode = (int)response.StatusCode,
            Detail = HttpStatus.DescribeRedirect(response),
            RetryAfter = RetryAfter.Read(response.Headers, timeProvider),
        };
    }

    private static async ValueTask<WireAnswer<RemoteConfigResponse>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using ResponseBody? body = await ResponseBody.ReadAsync(content, MaxBodySize, cancellationToken).ConfigureAwait(false);
        if (body is null)
        {
            return new(null, WireFailure.Unreadable);
        }

        ReadOnlyMemory<byte> json = LenientJson.WithoutMark(body.AsMemory());
        if (json.IsEmpty)
        {
            // A flag without a value (protocol §9.3).
            return new(new RemoteConfigResponse((FlagPayload?)null), WireFailure.None);
        }

        return FlagPayload.Parse(json) is { } wire ? new(Read(wire), WireFailure.None) : new(null, WireFailure.Unreadable);
    }

    private static RemoteConfigResponse Read(JsonElement wire)
    {
        var payload = FlagPayload.FromWire(wire, out _);
        return payload?.Json.Text() == RedactedValue ? RemoteConfigResponse.Redacted : new RemoteConfigResponse(payload);
    }
}
