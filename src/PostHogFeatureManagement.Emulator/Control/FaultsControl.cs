using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>Sets and clears faults. What a change does not name is off.</summary>
internal sealed class FaultsControl(FaultSwitch faults)
{
    private const string Example = """{ "latencyMs": 500 }, { "status": 503 }, { "hang": true } or { "quota": true }, with "endpoint": "/flags" for one endpoint only""";

    public async Task HandleAsync(HttpContext context)
    {
        string method = context.Request.Method;
        if (HttpMethods.IsPut(method))
        {
            using JsonDocument? document = await ControlAnswers.ReadObjectAsync(context, Example).ConfigureAwait(false);
            if (document is null)
            {
                return;
            }

            if (Problem(document.RootElement) is { } problem)
            {
                await ControlAnswers.BadRequestAsync(context, $"{problem} Write {Example}.").ConfigureAwait(false);
                return;
            }

            faults.Set(Read(document.RootElement));
        }
        else if (HttpMethods.IsDelete(method))
        {
            faults.Set(PostHogEmulatorFaults.None);
        }
        else if (!HttpMethods.IsGet(method))
        {
            await Answers.MethodNotAllowedAsync(context, "GET, PUT, DELETE").ConfigureAwait(false);
            return;
        }

        await Answers.JsonAsync(context, Write).ConfigureAwait(false);
    }

    private static PostHogEmulatorFaults Read(JsonElement json) => new()
    {
        Latency = TimeSpan.FromMilliseconds(json.Number("latencyMs") ?? 0),
        Status = json.Number("status") is { } status ? (int)status : null,
        Hang = json.Truth("hang") is true,
        QuotaExceeded = json.Truth("quota") is true,
        Endpoint = json.Text("endpoint"),
    };

    private static string? Problem(JsonElement json)
    {
        foreach (JsonProperty member in json.EnumerateObject())
        {
            JsonElement value = member.Value;
            bool isNull = value.ValueKind == JsonValueKind.Null;
            string? problem = member.Name switch
            {
                "latencyMs" => isNull || InRange(value, 0, 600_000) ? null : "\"latencyMs\" has to be a number from 0 to 600000.",
                "status" => isNull || (InRange(value, 400, 599) && value.TryGetInt32(out _)) ? null : "\"status\" has to be a number from 400 to 599.",
                "hang" or "quota" => isNull || value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : $"\"{member.Name}\" has to be true or false.",
                "endpoint" => isNull || value.ValueKind == JsonValueKind.String ? null : "\"endpoint\" has to be a path.",
                _ => $"\"{member.Name}\" is no fault.",
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private static bool InRange(JsonElement value, double lowest, double highest) =>
        value.ValueKind == JsonValueKind.Number && value.GetDouble() >= lowest && value.GetDouble() <= highest;

    private void Write(Utf8JsonWriter writer)
    {
        PostHogEmulatorFaults current = faults.Current;
        writer.WriteStartObject();
        writer.WriteNumber("latencyMs", current.Latency.TotalMilliseconds);
        if (current.Status is { } status)
        {
            writer.WriteNumber("status", status);
        }
        else
        {
            writer.WriteNull("status");
        }

        writer.WriteBoolean("hang", current.Hang);
        writer.WriteBoolean("quota", current.QuotaExceeded);
        writer.WriteString("endpoint", current.Endpoint);
        writer.WriteEndObject();
    }
}
