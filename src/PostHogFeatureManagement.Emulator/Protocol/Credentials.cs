using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Checks a request for the keys of the emulated project (protocol §1.2).</summary>
internal static class Credentials
{
    public static async Task<bool> CheckTokenAsync(HttpContext context, string? token)
    {
        if (token == PostHogEmulator.ProjectToken)
        {
            return true;
        }

        await RefuseAsync(
            context,
            string.IsNullOrEmpty(token) ? "not_authenticated" : "authentication_failed",
            string.IsNullOrEmpty(token) ? "No project token was given." : $"The project token is not {PostHogEmulator.ProjectToken}.").ConfigureAwait(false);
        return false;
    }

    /// <summary>For endpoints that need the project token in the query and the secret key as a bearer token.</summary>
    public static async Task<bool> CheckSecretAsync(HttpContext context)
    {
        string authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            await RefuseAsync(context, "not_authenticated", "No secret key was given. Send it as Authorization: Bearer.").ConfigureAwait(false);
            return false;
        }

        if (authorization != $"Bearer {PostHogEmulator.SecretKey}" && !IsPersonal(context))
        {
            await RefuseAsync(
                context,
                "authentication_failed",
                $"The secret key is neither {PostHogEmulator.SecretKey} nor {PostHogEmulator.PersonalApiKey}.").ConfigureAwait(false);
            return false;
        }

        return await CheckTokenAsync(context, context.Request.Query["token"].ToString()).ConfigureAwait(false);
    }

    /// <summary>Whether the request has the personal API key, for which PostHog decrypts payloads (protocol §9.3).</summary>
    public static bool IsPersonal(HttpContext context) => context.Request.Headers.Authorization == $"Bearer {PostHogEmulator.PersonalApiKey}";

    private static Task RefuseAsync(HttpContext context, string code, string detail) =>
        Answers.ErrorAsync(context, StatusCodes.Status401Unauthorized, "authentication_error", code, detail);
}
