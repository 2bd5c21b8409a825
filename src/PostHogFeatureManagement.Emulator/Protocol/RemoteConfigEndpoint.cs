using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Answers with the payload of a remote config flag (protocol §9.3). Other flags do not exist here. Inactive ones do.</summary>
internal sealed class RemoteConfigEndpoint(EmulatorState state)
{
    /// <param name="context">The request.</param>
    /// <param name="key">The flag's key, or its number.</param>
    public async Task HandleAsync(HttpContext context, string key)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await Answers.MethodNotAllowedAsync(context, "GET, HEAD, OPTIONS").ConfigureAwait(false);
            return;
        }

        if (!await Credentials.CheckSecretAsync(context).ConfigureAwait(false))
        {
            return;
        }

        if (Find(key) is not { IsRemoteConfig: true, IsDeleted: false } flag)
        {
            await Answers.ErrorAsync(context, StatusCodes.Status404NotFound, "invalid_request", "not_found", "No remote config has this key.")
                .ConfigureAwait(false);
            return;
        }

        JsonElement payload = flag.Payload("true", isDecrypted: Credentials.IsPersonal(context));
        await (IsNothing(payload)
            ? Answers.BytesAsync(context, ReadOnlyMemory<byte>.Empty)
            : Answers.JsonAsync(context, payload.WriteTo)).ConfigureAwait(false);
    }

    private EmulatedFlag? Find(string key) => key.All(char.IsAsciiDigit)
        ? long.TryParse(key, CultureInfo.InvariantCulture, out long id) ? state.Definitions.Current.Find(id) : null
        : state.Definitions.Current.Find(key);

    /// <summary>Whether the payload is one that PostHog answers with nothing: missing, empty, zero, false or null.</summary>
    private static bool IsNothing(JsonElement payload) => payload.ValueKind switch
    {
        JsonValueKind.String => payload.GetString()!.Length == 0,
        JsonValueKind.Number => payload.GetDouble() == 0,
        JsonValueKind.Array => payload.GetArrayLength() == 0,
        JsonValueKind.Object => payload.GetPropertyCount() == 0,
        JsonValueKind.True => false,
        _ => true,
    };
}
