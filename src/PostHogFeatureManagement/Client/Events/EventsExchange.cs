using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Events;

/// <summary>One attempt to send events, compressed, which includes reading the response body.</summary>
internal sealed class EventsExchange(
    IHttpClientFactory httpClients,
    PostHogEndpoints endpoints,
    IOptions<PostHogFeatureManagementOptions> options,
    [LibraryClock] TimeProvider timeProvider)
{
    private const int MaxBodySize = 4 * 1024 * 1024;

    /// <summary>Below this, compression costs more than it saves.</summary>
    private const int SmallestCompressed = 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly IEventsProtocol _protocol = options.Value.Events.Protocol == PostHogEventsProtocol.Analytics
        ? new AnalyticsProtocol(endpoints)
        : new BatchProtocol(endpoints);

    public async ValueTask<WireAnswer<EventsResponse>> SendAsync(EventsRequest events, CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, _protocol.Address) { Content = Write(events, now) };
        _protocol.AddHeaders(request, events, now);
        using HttpClient client = httpClients.CreateClient(PostHogHttp.ClientName);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);

        using ResponseBody? body = await ResponseBody.ReadAsync(response.Content, MaxBodySize, cancellationToken).ConfigureAwait(false);
        WireAnswer<EventsResponse> answer = _protocol.IsSuccess(response.StatusCode)
            ? new(_protocol.Read(body?.AsMemory() ?? default), WireFailure.None)
            : new(null, HttpStatus.ToFailure(response.StatusCode));
        return answer with
        {
            StatusCode = (int)response.StatusCode,
            Detail = HttpStatus.DescribeRedirect(response),
            RetryAfter = RetryAfter.Read(response.Headers, timeProvider),
        };
    }

    private ByteArrayContent Write(EventsRequest events, DateTimeOffset now)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer, FlagsRequestWriter.WriterOptions))
        {
            _protocol.Write(writer, events, now);
        }

        ByteArrayContent content = TryCompress(buffer.Written) ?? new ByteArrayContent(buffer.Written.ToArray());
        content.Headers.ContentType = Json;
        return content;
    }

    private static ByteArrayContent? TryCompress(ReadOnlySpan<byte> body)
    {
        if (body.Length < SmallestCompressed)
        {
            return null;
        }

        using var compressed = new MemoryStream(body.Length / 4);
        try
        {
            using var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(body);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            // A failed compression sends the body as it is.
            return null;
        }

        var content = new ByteArrayContent(compressed.GetBuffer(), 0, (int)compressed.Length);
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
