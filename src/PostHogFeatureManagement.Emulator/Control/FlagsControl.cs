using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Emulator.Definitions.ShortForm;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>Shows, adds and changes flags and definitions.</summary>
internal sealed class FlagsControl(EmulatorState state)
{
    private const string NewExample = """{ "key": "beta" }""";
    private const string Example = """{ "active": false }, { "rollout": 25 } or { "definition": { "active": true, "filters": { "groups": [ {} ] } } }""";

    public Task HandleListAsync(HttpContext context)
    {
        if (HttpMethods.IsDelete(context.Request.Method))
        {
            state.Definitions.Reset();
            return Answers.NoContentAsync(context);
        }

        if (HttpMethods.IsPost(context.Request.Method))
        {
            return AddAsync(context);
        }

        return HttpMethods.IsGet(context.Request.Method)
            ? Answers.JsonAsync(context, WriteList)
            : Answers.MethodNotAllowedAsync(context, "GET, POST, DELETE");
    }

    public async Task HandleFlagAsync(HttpContext context, string key)
    {
        if (state.Definitions.Current.Find(key) is not { } flag)
        {
            await ControlAnswers.NoSuchFlagAsync(context).ConfigureAwait(false);
        }
        else if (HttpMethods.IsGet(context.Request.Method))
        {
            await SendAsync(context, flag).ConfigureAwait(false);
        }
        else if (HttpMethods.IsPut(context.Request.Method))
        {
            await ChangeAsync(context, key).ConfigureAwait(false);
        }
        else if (HttpMethods.IsDelete(context.Request.Method))
        {
            state.Definitions.TryRemove(key);
            await Answers.NoContentAsync(context).ConfigureAwait(false);
        }
        else
        {
            await Answers.MethodNotAllowedAsync(context, "GET, PUT, DELETE").ConfigureAwait(false);
        }
    }

    public async Task HandleDefinitionsAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            byte[] source = state.Definitions.Current.Source;
            byte[] asked = context.Request.Query["form"] == "short" ? Encoding.UTF8.GetBytes(ShortDocument.Write(JsonNode.Parse(source)!.AsObject())) : source;
            await Answers.BytesAsync(context, asked).ConfigureAwait(false);
        }
        else if (HttpMethods.IsPut(context.Request.Method))
        {
            using var body = new StreamReader(context.Request.Body);
            string json = await body.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
            await (state.Definitions.TryReplace(json) is { } problem
                ? ControlAnswers.BadRequestAsync(context, $"The body {problem}")
                : Answers.NoContentAsync(context)).ConfigureAwait(false);
        }
        else
        {
            await Answers.MethodNotAllowedAsync(context, "GET, PUT").ConfigureAwait(false);
        }
    }

    private async Task AddAsync(HttpContext context)
    {
        using JsonDocument? document = await ControlAnswers.ReadObjectAsync(context, NewExample).ConfigureAwait(false);
        if (document is null)
        {
            return;
        }

        if (document.RootElement.Text("key") is not { Length: > 0 } key)
        {
            await ControlAnswers.BadRequestAsync(context, $"A flag needs a key. Write {NewExample}.").ConfigureAwait(false);
        }
        else if (state.Definitions.TryAdd(key))
        {
            await SendAsync(context, state.Definitions.Current.Find(key)!).ConfigureAwait(false);
        }
        else
        {
            await ControlAnswers.ErrorAsync(context, StatusCodes.Status409Conflict, "Another flag has this key.").ConfigureAwait(false);
        }
    }

    private async Task ChangeAsync(HttpContext context, string key)
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

        bool? active = document.RootElement.Truth("active");
        double? rollout = document.RootElement.Number("rollout");
        JsonObject? definition = document.RootElement.Member("definition") is { ValueKind: JsonValueKind.Object } json ? JsonObject.Create(json.Clone()) : null;
        state.Definitions.TryEdit(key, flag => Apply(flag, definition, active, rollout));
        if (state.Definitions.Current.Find(key) is { } changed)
        {
            await SendAsync(context, changed).ConfigureAwait(false);
        }
    }

    private static void Apply(JsonObject flag, JsonObject? definition, bool? active, double? rollout)
    {
        if (definition is not null)
        {
            FlagEdit.Replace(flag, definition);
        }

        if (active is { } isActive)
        {
            FlagEdit.SetActive(flag, isActive);
        }

        if (rollout is { } percentage)
        {
            FlagEdit.SetRollout(flag, percentage);
        }
    }

    private static string? Problem(JsonElement change)
    {
        int members = 0;
        foreach (JsonProperty member in change.EnumerateObject())
        {
            members++;
            switch (member.Name)
            {
                case "active" when member.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                    return "\"active\" must be true or false.";
                case "rollout" when member.Value.ValueKind != JsonValueKind.Number || member.Value.GetDouble() is not (>= 0 and <= 100):
                    return "\"rollout\" must be a number from 0 to 100.";
                case "definition" when member.Value.ValueKind != JsonValueKind.Object:
                    return "\"definition\" must be a flag in the format of PostHog's /flags/definitions.";
                case "active" or "rollout" or "definition":
                    break;
                default:
                    return $"\"{member.Name}\" cannot be changed here.";
            }
        }

        return members == 0 ? "The body changes nothing." : null;
    }

    private Task SendAsync(HttpContext context, EmulatedFlag flag) =>
        Answers.JsonAsync(context, writer => FlagSummary.Write(writer, flag, state.Definitions.Current, hasDefinition: true));

    private void WriteList(Utf8JsonWriter writer)
    {
        DefinitionsSnapshot definitions = state.Definitions.Current;
        writer.WriteStartObject();
        writer.WriteString("etag", definitions.ETag);
        writer.WriteString("problem", state.Definitions.Problem);
        writer.WriteStartArray("flags");
        foreach (EmulatedFlag flag in definitions.Flags)
        {
            FlagSummary.Write(writer, flag, definitions);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
