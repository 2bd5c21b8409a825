using System.Net;
using System.Text.Json;

namespace PostHogFeatureManagement.Client.Events;

/// <summary><c>POST /batch/</c> (protocol §10.1). One answer for the whole batch.</summary>
internal sealed class BatchProtocol(PostHogEndpoints endpoints) : IEventsProtocol
{
    public string Address { get; } = endpoints.Host + "/batch/";

    public void AddHeaders(HttpRequestMessage message, EventsRequest request, DateTimeOffset now)
    {
        // The key is in the body.
    }

    public void Write(Utf8JsonWriter writer, EventsRequest request, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("api_key", endpoints.ProjectToken);
        writer.WriteString("sent_at", EventTime.Format(now));
        writer.WriteStartArray("batch");
        foreach (WireEvent item in request.Events)
        {
            writer.WriteStartObject();
            writer.WriteString("event", item.Name);
            writer.WriteString("uuid", item.Uuid);
            writer.WriteString("distinct_id", item.DistinctId);
            writer.WriteString("timestamp", EventTime.Format(item.Timestamp));
            writer.WritePropertyName("properties");
            writer.WriteRawValue(item.Properties.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public bool IsSuccess(HttpStatusCode status) => status == HttpStatusCode.OK;

    public EventsResponse Read(ReadOnlyMemory<byte> body) => EventsResponse.AllTaken;
}
