using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>Shows, replaces and clears the faults. A fault that a PUT does not name is off.</summary>
internal sealed class FaultsControl(FaultSwitch faults)
{
    private const string Example =
        """{ "latencyMs": 500 }, { "status": 503, "retryAfterSeconds": 2 }, { "hang": true }, { "quota": true }, { "rejectedEvent": "paid" } """
        + """or { "maxBatchSize": 1 }, with "endpoint": "/flags" to limit it to one endpoint, """
        + """with "times": 2 to limit it to two requests, and "seconds": 30 to limit it to 30 seconds""";

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

            PostHogEmulatorFaults wanted = Read(document.RootElement);
            if ((Problem(document.RootElement) ?? wanted.Problem()) is { } problem)
            {
                await ControlAnswers.BadRequestAsync(context, $"{problem} Write {Example}.").ConfigureAwait(false);
                return;
            }

            faults.Set(wanted);
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
        Latency = TimeSpan.FromMilliseconds(Math.Clamp(json.Number("latencyMs") ?? 0, -1, int.MaxValue)),
        Status = json.Number("status") is { } status ? (int)status : null,
        RetryAfter = json.Number("retryAfterSeconds") is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, -1, int.MaxValue)) : null,
        Hang = json.Truth("hang") is true,
        QuotaExceeded = json.Truth("quota") is true,
        RejectedEvent = json.Text("rejectedEvent"),
        MaxBatchSize = Integer(json, "maxBatchSize"),
        Times = Integer(json, "times"),
        Duration = json.Number("seconds") is { } duration ? TimeSpan.FromSeconds(Math.Clamp(duration, -1, int.MaxValue)) : null,
        Endpoint = json.Text("endpoint"),
    };

    private static int? Integer(JsonElement json, string name) => json.Number(name) is { } number ? (int)number : null;

    /// <summary>Describes a member that is unknown or has the wrong type. <see cref="PostHogEmulatorFaults.Problem"/> checks the values.</summary>
    private static string? Problem(JsonElement json)
    {
        foreach (JsonProperty member in json.EnumerateObject())
        {
            JsonElement value = member.Value;
            string? kind = member.Name switch
            {
                "latencyMs" or "status" or "retryAfterSeconds" or "maxBatchSize" or "times" or "seconds" =>
                    value.ValueKind == JsonValueKind.Number ? null : "a number",
                "hang" or "quota" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "true or false",
                "rejectedEvent" => value.ValueKind == JsonValueKind.String ? null : "an event's name",
                "endpoint" => value.ValueKind == JsonValueKind.String ? null : "a path",
                _ => string.Empty,
            };
            if (kind is not null && (kind.Length == 0 || value.ValueKind != JsonValueKind.Null))
            {
                return kind.Length == 0 ? $"\"{member.Name}\" is not a fault." : $"\"{member.Name}\" must be {kind}.";
            }
        }

        return null;
    }

    private void Write(Utf8JsonWriter writer)
    {
        PostHogEmulatorFaults current = faults.Current;
        writer.WriteStartObject();
        writer.WriteNumber("latencyMs", current.Latency.TotalMilliseconds);
        Write(writer, "status", current.Status);
        Write(writer, "retryAfterSeconds", current.RetryAfter?.TotalSeconds);
        writer.WriteBoolean("hang", current.Hang);
        writer.WriteBoolean("quota", current.QuotaExceeded);
        writer.WriteString("rejectedEvent", current.RejectedEvent);
        Write(writer, "maxBatchSize", current.MaxBatchSize);
        Write(writer, "times", current.Times);
        Write(writer, "seconds", current.Duration?.TotalSeconds);
        writer.WriteString("endpoint", current.Endpoint);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, double? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
