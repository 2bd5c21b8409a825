using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Answers with a flag's payload for the value <c>true</c>, for clients that use flags as remote configuration (protocol §9.3).</summary>
internal sealed class RemoteConfigEndpoint(EmulatorState state)
{
    public async Task HandleAsync(HttpContext context, string key)
    {
        if (!await Credentials.CheckSecretAsync(context).ConfigureAwait(false))
        {
            return;
        }

        if (state.Definitions.Current.Find(key) is not { } flag)
        {
            await Answers.ErrorAsync(context, StatusCodes.Status404NotFound, "invalid_request", "not_found", "No flag has this key.").ConfigureAwait(false);
            return;
        }

        JsonElement payload = flag.Payload("true");
        await Answers.JsonAsync(context, writer => Write(writer, payload)).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement payload)
    {
        if (payload.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            payload.WriteTo(writer);
        }
    }
}
