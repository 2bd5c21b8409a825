using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Writes responses.</summary>
internal static class Answers
{
    private const string Json = "application/json";

    public static Task JsonAsync(HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return BytesAsync(context, buffer.WrittenMemory, Json, status);
    }

    public static Task BytesAsync(
        HttpContext context,
        ReadOnlyMemory<byte> body,
        string contentType = Json,
        int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    public static Task TextAsync(HttpContext context, int status, string text) =>
        BytesAsync(context, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", status);

    /// <summary>Writes an error in PostHog's format (protocol §2.6).</summary>
    public static Task ErrorAsync(HttpContext context, int status, string type, string code, string detail) =>
        JsonAsync(
            context,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("type", type);
                writer.WriteString("code", code);
                writer.WriteString("detail", detail);
                writer.WriteNull("attr");
                writer.WriteEndObject();
            },
            status);

    public static Task MethodNotAllowedAsync(HttpContext context, string allow)
    {
        context.Response.Headers.Allow = allow;
        return TextAsync(context, StatusCodes.Status405MethodNotAllowed, $"Use {allow} here.");
    }

    public static Task NoContentAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
