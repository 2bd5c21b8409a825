using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>The responses that all control endpoints share.</summary>
internal static class ControlAnswers
{
    public static Task ErrorAsync(HttpContext context, int status, string message) =>
        Answers.JsonAsync(
            context,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("error", message);
                writer.WriteEndObject();
            },
            status);

    public static Task NoSuchFlagAsync(HttpContext context) =>
        ErrorAsync(context, StatusCodes.Status404NotFound, "No flag has this key. GET /_emulator/flags lists all flags.");

    public static Task BadRequestAsync(HttpContext context, string message) => ErrorAsync(context, StatusCodes.Status400BadRequest, message);

    /// <summary>Reads the body as a JSON object. Null if it is not one; the request has then been answered.</summary>
    public static async Task<JsonDocument?> ReadObjectAsync(HttpContext context, string example)
    {
        try
        {
            JsonDocument document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted).ConfigureAwait(false);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException)
        {
            // The code below answers this like any other body that is not an object.
        }

        await BadRequestAsync(context, $"The body must be a JSON object, for example {example}.").ConfigureAwait(false);
        return null;
    }
}
