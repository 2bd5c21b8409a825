using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using PostHogFeatureManagement.Client.Usage;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Definitions;

/// <summary>One attempt at <c>GET /flags/definitions</c>, which includes reading the response body (protocol §3.1–§3.3).</summary>
internal sealed class DefinitionsExchange(IHttpClientFactory httpClients, PostHogEndpoints endpoints, UsageMeter usage, [LibraryClock] TimeProvider timeProvider)
{
    private const int MaxBodySize = 50 * 1024 * 1024;
    private const int MaxTagLength = 512;

    public async ValueTask<WireAnswer<DefinitionsResponse>> SendAsync(DefinitionsResponse? known, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoints.Definitions);
        endpoints.Authorize(request);

        // The tag goes back exactly as it came, with its weak mark. The typed header would insist on its own syntax (protocol §3.2).
        bool isConditional = IsHeaderText(known?.ETag) && request.Headers.TryAddWithoutValidation("If-None-Match", known.ETag);
        using HttpClient client = httpClients.CreateClient(PostHogHttp.ClientName);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        Count(response.StatusCode);

        return response.StatusCode switch
        {
            HttpStatusCode.OK => await ReadAsync(response, known, cancellationToken).ConfigureAwait(false),
            HttpStatusCode.NotModified when isConditional => Good(null, response),
            _ => Bad(HttpStatus.ToFailure(response.StatusCode), response),
        };
    }

    private void Count(HttpStatusCode status)
    {
        if (status is HttpStatusCode.OK or HttpStatusCode.NotModified)
        {
            usage.Count(status == HttpStatusCode.OK ? RequestKind.DefinitionsSent : RequestKind.DefinitionsUnchanged);
        }
    }

    /// <summary>The tag may come from a shared cache, so it is not necessarily one line of plain text.</summary>
    private static bool IsHeaderText([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxTagLength } && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private async ValueTask<WireAnswer<DefinitionsResponse>> ReadAsync(
        HttpResponseMessage response,
        DefinitionsResponse? known,
        CancellationToken cancellationToken)
    {
        using ResponseBody? body = await ResponseBody.ReadAsync(response.Content, MaxBodySize, cancellationToken).ConfigureAwait(false);
        if (body is not null && known?.Body is { } same && body.SequenceEqual(same.Span))
        {
            return Good(null, response);
        }

        ReadOnlyMemory<byte> bytes = body?.ToArray();
        return LooksLikeObject(LenientJson.WithoutMark(bytes).Span) ? Good(bytes, response) : Bad(WireFailure.Unreadable, response);
    }

    private static WireAnswer<DefinitionsResponse> Good(ReadOnlyMemory<byte>? body, HttpResponseMessage response) =>
        new(new DefinitionsResponse(body, RawETag(response.Headers)), WireFailure.None) { StatusCode = (int)response.StatusCode };

    private WireAnswer<DefinitionsResponse> Bad(WireFailure failure, HttpResponseMessage response) => new(null, failure)
    {
        StatusCode = (int)response.StatusCode,
        Detail = HttpStatus.DescribeRedirect(response),
        RetryAfter = RetryAfter.Read(response.Headers, timeProvider),
    };

    private static string? RawETag(HttpResponseHeaders headers)
    {
        if (headers.NonValidated.TryGetValues("ETag", out HeaderStringValues values))
        {
            foreach (string value in values)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Recognizes a proxy's web page and a truncated body without parsing what the compiler parses anyway.</summary>
    private static bool LooksLikeObject(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> text = body.Trim(" \t\r\n"u8);
        return text.Length > 1 && text[0] == (byte)'{' && text[^1] == (byte)'}';
    }
}
