using System.Net;
using System.Text.Json;

namespace PostHogFeatureManagement.Client.Events;

/// <summary>One of PostHog's two ways to take events: where they go, how they are written, and what a success says. Thread-safe.</summary>
internal interface IEventsProtocol
{
    string Address { get; }

    /// <summary>Adds the headers of this protocol.</summary>
    void AddHeaders(HttpRequestMessage message, EventsRequest request, DateTimeOffset now);

    /// <summary>Writes the body.</summary>
    void Write(Utf8JsonWriter writer, EventsRequest request, DateTimeOffset now);

    /// <summary>Whether the status says that PostHog has taken the events.</summary>
    bool IsSuccess(HttpStatusCode status);

    /// <summary>Reads the body of a success; empty when it was too large.</summary>
    EventsResponse Read(ReadOnlyMemory<byte> body);
}
