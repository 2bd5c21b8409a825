using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

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

        try
        {
            if (await ReadBytesAsync(context).ConfigureAwait(false) is not { } bytes)
            {
                await Answers.TextAsync(context, StatusCodes.Status413PayloadTooLarge, "The body is too large.").ConfigureAwait(false);
                return null;
            }

            return JsonDocument.Parse(LenientText.Repair(BodyEncoding.Decode(context.Request, bytes.Span)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or FormatException)
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, "The body is not JSON, or its encoding is not supported.").ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>The body, decompressed if it begins as gzip does. Null if it is too large.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(HttpContext context)
    {
        ReadOnlyMemory<byte>? sent = await ReadBytesAsync(context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        if (sent is not { Span: [0x1F, 0x8B, ..] } compressed)
        {
            return sent;
        }

        using var gzip = new GZipStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
        return await ReadBytesAsync(gzip, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(Stream stream, CancellationToken cancellationToken)
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
