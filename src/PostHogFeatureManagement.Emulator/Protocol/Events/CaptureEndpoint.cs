using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol.Events;

/// <summary>
/// Transport v0: <c>/batch/</c> and the endpoints for single events. Each takes one event, a list or a batch, and one event that cannot be used spoils them all
/// (protocol §10.1).
/// </summary>
internal sealed class CaptureEndpoint(EmulatorState state)
{
    private const string TooMany = "The batch has more events than the fault \"maxBatchSize\" allows.";

    public async Task HandleAsync(HttpContext context, string endpoint)
    {
        using JsonDocument? document = await RequestBody.ReadCaptureAsync(context).ConfigureAwait(false);
        if (document is null)
        {
            return;
        }

        JsonElement root = document.RootElement;
        JsonElement[] events = [.. EventsOf(root)];
        if (events.Length == 0)
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, "The request has no event.").ConfigureAwait(false);
        }
        else if (await Credentials.CheckTokenAsync(context, TokenOf(root) ?? events.Select(TokenOf).FirstOrDefault()).ConfigureAwait(false))
        {
            await TakeAsync(context, endpoint, events).ConfigureAwait(false);
        }
    }

    /// <summary>Says that everything is fine, as PostHog also does when it keeps nothing. A beacon waits for no answer and gets none.</summary>
    public static Task AcceptAsync(HttpContext context) =>
        context.Request.Query["beacon"] == "1" ? Answers.NoContentAsync(context) : Answers.JsonAsync(context, WriteOk);

    private async Task TakeAsync(HttpContext context, string endpoint, JsonElement[] events)
    {
        PostHogEmulatorFaults faults = FaultSwitch.Of(context);
        if (events.Length > faults.MaxBatchSize)
        {
            await Answers.TextAsync(context, StatusCodes.Status413PayloadTooLarge, TooMany).ConfigureAwait(false);
            return;
        }

        string? problem = events.Select(static json => CapturedEvent.Problem(json)).FirstOrDefault(static problem => problem is not null)
            ?? (events.Any(json => json.Text("event") == faults.RejectedEvent) ? $"The fault \"rejectedEvent\" is {faults.RejectedEvent}." : null);
        if (problem is not null)
        {
            await Answers.TextAsync(context, StatusCodes.Status400BadRequest, problem).ConfigureAwait(false);
            return;
        }

        // Out of quota, v0 answers as if all were well (protocol §10.7).
        if (!faults.QuotaExceeded)
        {
            state.Events.Add([.. events.Select(json => CapturedEvent.Read(json, endpoint, state.Clock.GetUtcNow()))]);
        }

        await AcceptAsync(context).ConfigureAwait(false);
    }

    private static IEnumerable<JsonElement> EventsOf(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root.EnumerateArray(),
        JsonValueKind.Object when root.Member("batch").ValueKind == JsonValueKind.Array => root.Member("batch").EnumerateArray(),
        _ => [root],
    };

    private static string? TokenOf(JsonElement json) =>
        json.Text("api_key") ?? json.Text("token") ?? json.Text("$token") ?? json.Member("properties").Text("token");

    private static void WriteOk(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("status", "Ok");
        writer.WriteEndObject();
    }
}
