using System.Globalization;
using System.Net;
using System.Text.Json;

namespace PostHogFeatureManagement.Client.Events;

/// <summary><c>POST /i/v1/analytics/events</c> (protocol §10.10). Each event has an answer of its own.</summary>
internal sealed class AnalyticsProtocol(PostHogEndpoints endpoints) : IEventsProtocol
{
    private readonly string _authorization = "Bearer " + endpoints.ProjectToken;

    public string Address { get; } = endpoints.Host + "/i/v1/analytics/events";

    public void AddHeaders(HttpRequestMessage message, EventsRequest request, DateTimeOffset now)
    {
        message.Headers.TryAddWithoutValidation("Authorization", _authorization);
        message.Headers.TryAddWithoutValidation("PostHog-Sdk-Info", $"{PostHogHttp.ProductName}/{PostHogHttp.ProductVersion}");
        message.Headers.TryAddWithoutValidation("PostHog-Attempt", request.Attempt.ToString(CultureInfo.InvariantCulture));
        message.Headers.TryAddWithoutValidation("PostHog-Request-Id", request.RequestId.ToString("D"));
        message.Headers.TryAddWithoutValidation("PostHog-Request-Timestamp", EventTime.Format(now));
    }

    public void Write(Utf8JsonWriter writer, EventsRequest request, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("created_at", EventTime.Format(now));
        writer.WriteStartArray("batch");
        foreach (WireEvent item in request.Events)
        {
            AnalyticsEventWriter.Write(writer, item);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public bool IsSuccess(HttpStatusCode status) => (int)status is >= 200 and < 300;

    /// <summary>Whatever is not understood is final, so that no event is sent for ever.</summary>
    public EventsResponse Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Member("results") is { ValueKind: JsonValueKind.Object } results
                ? new EventsResponse(WantedAgain(results))
                : EventsResponse.AllTaken;
        }
        catch (JsonException)
        {
            return EventsResponse.AllTaken;
        }
    }

    private static HashSet<Guid> WantedAgain(JsonElement results)
    {
        var wanted = new HashSet<Guid>();
        foreach (JsonProperty result in results.EnumerateObject())
        {
            if (result.Value.Member("result").Text() == "retry" && Guid.TryParse(result.Name, out Guid uuid))
            {
                wanted.Add(uuid);
            }
        }

        return wanted;
    }
}
