using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>Shows and clears the request counts and the events received.</summary>
internal sealed class TrafficControl(EmulatorState state)
{
    public Task HandleRequestsAsync(HttpContext context) => HandleAsync(context, WriteRequests, state.Requests.Clear);

    public Task HandleEventsAsync(HttpContext context) => HandleAsync(context, WriteEvents, state.Events.Clear);

    private static Task HandleAsync(HttpContext context, Action<Utf8JsonWriter> write, Action clear)
    {
        if (HttpMethods.IsDelete(context.Request.Method))
        {
            clear();
            return Answers.NoContentAsync(context);
        }

        return HttpMethods.IsGet(context.Request.Method)
            ? Answers.JsonAsync(context, write)
            : Answers.MethodNotAllowedAsync(context, "GET, DELETE");
    }

    private void WriteRequests(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach ((string endpoint, int count) in state.Requests.All())
        {
            writer.WriteNumber(endpoint, count);
        }

        writer.WriteEndObject();
    }

    private void WriteEvents(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("received", state.Events.Received);
        writer.WriteStartArray("events");
        foreach (PostHogEmulatorEvent received in state.Events.All())
        {
            received.Json.WriteTo(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
