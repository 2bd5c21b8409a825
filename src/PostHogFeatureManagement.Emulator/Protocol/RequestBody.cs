using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>
/// Reads a JSON body in the encodings that PostHog's clients use: plain, gzip named by a header or by the query, and a base64 form field (protocol §1.3, §2.1).
/// </summary>
internal static class RequestBody
{
    /// <summary>The limit after decompression. PostHog's own limit is about the same.</summary>
    public const int MaxBytes = 20 * 1024 * 1024;

    /// <summary>Reads the posted document. Null if the request is not a POST or its body is unreadable; the request has then been answered.</summary>
    public static async Task<JsonDocument?> ReadPostAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await Answers.MethodNotAllowedAsync(context, "POST, OPTIONS").ConfigureAwait(false);
            return null;
        }

        try
        {
            if (await ReadBytesAsync(context.Request, context.RequestAborted).ConfigureAwait(false) is not { } bytes)
            {
                await Answers.TextAsync(context, StatusCodes.Status413PayloadTooLarge, "The body is too large.").ConfigureAwait(false);
                return null;
            }

            return JsonDocument.Parse(Decode(context.Request, bytes));
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or FormatException)
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, "The body is not JSON, or its encoding is not supported.").ConfigureAwait(false);
            return null;
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        Stream stream = IsGzip(request) ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true) : request.Body;
        using var buffer = new MemoryStream();
        byte[] chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
            {
                return null;
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static bool IsGzip(HttpRequest request) =>
        request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase)
        || request.Query["compression"].ToString() is "gzip" or "gzip-js";

    private static ReadOnlyMemory<byte> Decode(HttpRequest request, ReadOnlyMemory<byte> bytes)
    {
        bool isForm = request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is true;
        if (!isForm)
        {
            return bytes;
        }

        string data = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(bytes.Span)).TryGetValue("data", out var field) ? field.ToString() : string.Empty;
        return request.Query["compression"].ToString() == "base64" ? Convert.FromBase64String(data) : Encoding.UTF8.GetBytes(data);
    }
}
