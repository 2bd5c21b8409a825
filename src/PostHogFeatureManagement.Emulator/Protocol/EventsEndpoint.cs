using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary><c>POST /batch/</c> and the endpoints for single events. Each takes one event, a list or a batch (protocol §10.1).</summary>
internal sealed class EventsEndpoint(EmulatorState state)
{
    public async Task HandleAsync(HttpContext context)
    {
        using JsonDocument? document = await RequestBody.ReadPostAsync(context).ConfigureAwait(false);
        if (document is null)
        {
            return;
        }

        JsonElement root = document.RootElement;
        JsonElement[] events = [.. EventsOf(root)];
        if (events.Any(json => json.Text("event") is null))
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, "Every event needs a name, as in { \"event\": \"paid\" }.").ConfigureAwait(false);
        }
        else if (await Credentials.CheckTokenAsync(context, TokenOf(root) ?? events.Select(TokenOf).FirstOrDefault()).ConfigureAwait(false))
        {
            state.Events.Add(events.Select(Read));
            await Answers.JsonAsync(context, WriteOk).ConfigureAwait(false);
        }
    }

    private static IEnumerable<JsonElement> EventsOf(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root.EnumerateArray(),
        JsonValueKind.Object when root.Member("batch").ValueKind == JsonValueKind.Array => root.Member("batch").EnumerateArray(),
        _ => [root],
    };

    private static string? TokenOf(JsonElement json) => json.Text("api_key") ?? json.Text("token") ?? json.Member("properties").Text("token");

    private static PostHogEmulatorEvent Read(JsonElement json)
    {
        JsonElement copy = json.Clone();
        JsonElement properties = copy.Member("properties");
        string? distinctId = copy.Member("distinct_id").TextOrNumber() ?? properties.Member("distinct_id").TextOrNumber();
        return new PostHogEmulatorEvent(copy.Text("event")!, distinctId, properties, copy);
    }

    private static void WriteOk(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("status", "Ok");
        writer.WriteEndObject();
    }
}
