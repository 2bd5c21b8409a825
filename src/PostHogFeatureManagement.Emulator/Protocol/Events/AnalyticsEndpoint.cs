using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol.Events;

/// <summary>Transport v1, <c>POST /i/v1/analytics/events</c>: each event has a result of its own (protocol §10.10).</summary>
internal sealed class AnalyticsEndpoint(EmulatorState state)
{
    private static readonly AnalyticsRefusal Unreadable = AnalyticsRefusal.Bad("request_parsing_error", "The body is not a batch of events.");
    private static readonly AnalyticsRefusal Empty = AnalyticsRefusal.Bad("empty_batch", "The batch has no event.");
    private static readonly AnalyticsRefusal WithoutTime = AnalyticsRefusal.Bad("invalid_batch", "\"created_at\" is not a time in RFC 3339 format.");
    private static readonly AnalyticsRefusal WithoutUuid = AnalyticsRefusal.Bad("missing_event_uuid", "An event has no uuid.");
    private static readonly AnalyticsRefusal Duplicate = AnalyticsRefusal.Bad("duplicate_event_uuid", "Two events of the batch have the same uuid.");
    private static readonly AnalyticsRefusal TooLarge = new(StatusCodes.Status413PayloadTooLarge, "payload_too_large", "The batch is too large.");
    private static readonly AnalyticsRefusal OutOfQuota = new(StatusCodes.Status402PaymentRequired, "billing_limit_exceeded", "The quota is used up.");

    public async Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await Answers.MethodNotAllowedAsync(context, "POST, OPTIONS").ConfigureAwait(false);
            return;
        }

        if (AnalyticsHeaders.Check(context.Request) is { } refusal)
        {
            await refusal.SendAsync(context).ConfigureAwait(false);
            return;
        }

        context.Response.Headers[AnalyticsHeaders.RequestId] = context.Request.Headers[AnalyticsHeaders.RequestId];
        try
        {
            ReadOnlyMemory<byte>? body = await RequestBody.ReadBytesAsync(Decoded(context.Request), context.RequestAborted).ConfigureAwait(false);
            using JsonDocument? document = body is { } bytes ? JsonDocument.Parse(LenientText.Repair(Encoding.UTF8.GetString(bytes.Span))) : null;
            await AnswerAsync(context, document).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            await Unreadable.SendAsync(context).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context, JsonDocument? document)
    {
        PostHogEmulatorFaults faults = FaultSwitch.Of(context);
        if ((document is null ? TooLarge : Refusal(document.RootElement, faults)) is { } refusal)
        {
            await refusal.SendAsync(context).ConfigureAwait(false);
            return;
        }

        DateTimeOffset now = state.Clock.GetUtcNow();
        (JsonElement Json, string? Problem)[] events =
            [.. document!.RootElement.Member("batch").EnumerateArray().Select(json => (json, AnalyticsEvent.Problem(json, faults.RejectedEvent)))];
        state.Events.Add(
            [.. events.Where(static item => item.Problem is null).Select(item => AnalyticsEvent.Read(item.Json, UuidOf(item.Json)!.Value, now))]);
        await Answers.JsonAsync(context, writer => WriteResults(writer, events)).ConfigureAwait(false);
    }

    private static AnalyticsRefusal? Refusal(JsonElement root, PostHogEmulatorFaults faults)
    {
        if (root.Member("batch").ValueKind != JsonValueKind.Array || root.Text("created_at") is null)
        {
            return Unreadable;
        }

        JsonElement[] events = [.. root.Member("batch").EnumerateArray()];
        return root switch
        {
            _ when faults.QuotaExceeded => OutOfQuota,
            _ when events.Length > faults.MaxBatchSize => TooLarge,
            _ when !events.All(AnalyticsEvent.IsReadable) => Unreadable,
            _ when events.Length == 0 => Empty,
            _ when Rfc3339.Read(root.Text("created_at")) is null => WithoutTime,
            _ when !events.All(static json => UuidOf(json) is not null) => WithoutUuid,
            _ when events.DistinctBy(UuidOf).Count() < events.Length => Duplicate,
            _ => null,
        };
    }

    private static Guid? UuidOf(JsonElement json) => Guid.TryParse(json.Text("uuid"), out Guid uuid) ? uuid : null;

    private static Stream Decoded(HttpRequest request) => request.Headers.ContentEncoding.ToString().ToUpperInvariant() switch
    {
        "DEFLATE" => new ZLibStream(request.Body, CompressionMode.Decompress),
        "BR" => new BrotliStream(request.Body, CompressionMode.Decompress),
        _ => request.Body,
    };

    private static void WriteResults(Utf8JsonWriter writer, (JsonElement Json, string? Problem)[] events)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("results");
        foreach ((JsonElement json, string? problem) in events)
        {
            writer.WriteStartObject(json.Text("uuid")!);
            writer.WriteString("result", problem is null ? "ok" : "drop");
            if (problem is not null)
            {
                writer.WriteString("details", problem);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
