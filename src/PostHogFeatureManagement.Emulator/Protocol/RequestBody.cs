using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>
/// Reads a JSON body in the encodings that PostHog's clients use: plain, gzip whether or not anything says so, base64 and forms (protocol §1.3, §2.1).
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

        return await ReadAsync(context, context.Request.Body, BodyEncoding.Decode).ConfigureAwait(false);
    }

    /// <summary>Reads events from the body or from <c>data</c> in the query. Null if they are unreadable; the request has then been answered.</summary>
    public static async Task<JsonDocument?> ReadCaptureAsync(HttpContext context)
    {
        string method = context.Request.Method;
        if (!HttpMethods.IsPost(method) && !HttpMethods.IsGet(method))
        {
            await Answers.MethodNotAllowedAsync(context, "GET, POST, OPTIONS").ConfigureAwait(false);
            return null;
        }

        string data = context.Request.Query["data"].ToString();
        Stream sent = data.Length > 0 ? new MemoryStream(Encoding.UTF8.GetBytes(data)) : context.Request.Body;
        return await ReadAsync(context, sent, BodyEncoding.DecodeEvents).ConfigureAwait(false);
    }

    /// <summary>The stream's bytes, decompressed if they begin as gzip does. Null if they are too many.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(Stream body, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? sent = await ReadAllAsync(body, cancellationToken).ConfigureAwait(false);
        if (sent is not { Span: [0x1F, 0x8B, ..] } compressed)
        {
            return sent;
        }

        using var gzip = new GZipStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
        return await ReadAllAsync(gzip, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<JsonDocument?> ReadAsync(HttpContext context, Stream body, Func<HttpRequest, ReadOnlyMemory<byte>, string> decode)
    {
        try
        {
            if (await ReadBytesAsync(body, context.RequestAborted).ConfigureAwait(false) is not { } bytes)
            {
                await Answers.TextAsync(context, StatusCodes.Status413PayloadTooLarge, "The body is too large.").ConfigureAwait(false);
                return null;
            }

            return JsonDocument.Parse(LenientText.Repair(decode(context.Request, bytes)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or FormatException)
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, "The body is not JSON, or its encoding is not supported.").ConfigureAwait(false);
            return null;
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
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
}
