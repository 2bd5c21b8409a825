using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol.Events;

/// <summary>An answer of transport v1 to a request that it refuses as a whole (protocol §10.10).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Error">PostHog's name for the reason.</param>
/// <param name="Description">The reason in words.</param>
internal sealed record AnalyticsRefusal(int Status, string Error, string Description)
{
    public static AnalyticsRefusal Bad(string error, string description) => new(StatusCodes.Status400BadRequest, error, description);

    public Task SendAsync(HttpContext context) => Answers.JsonAsync(context, Write, Status);

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("error", Error);
        writer.WriteString("error_description", Description);
        writer.WriteString("error_uri", "https://posthog.com/docs/api");
        writer.WriteEndObject();
    }
}
