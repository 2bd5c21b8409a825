using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>A request as PostHog would receive it.</summary>
internal sealed record StubRequest(HttpMethod Method, string Url, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public bool HasEvents => new Uri(Url).AbsolutePath is "/batch/" or "/i/v1/analytics/events";

    /// <summary>The events in the body.</summary>
    public IEnumerable<JsonElement> Events => Json.GetProperty("batch").EnumerateArray();

    public JsonElement Json => JsonElement.Parse(Body);

    public static async Task<StubRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Add(headers, request.Headers.NonValidated);
        string body = string.Empty;
        if (request.Content is not null)
        {
            Add(headers, request.Content.Headers.NonValidated);
            body = await ReadAsync(request.Content, cancellationToken);
        }

        return new StubRequest(request.Method, request.RequestUri!.AbsoluteUri, headers, body);
    }

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (!content.Headers.ContentEncoding.Contains("gzip"))
        {
            return await content.ReadAsStringAsync(cancellationToken);
        }

        using var reader = new StreamReader(new GZipStream(await content.ReadAsStreamAsync(cancellationToken), CompressionMode.Decompress));
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private static void Add(Dictionary<string, string> headers, HttpHeadersNonValidated values)
    {
        foreach ((string name, HeaderStringValues value) in values)
        {
            headers[name] = value.ToString();
        }
    }
}
