using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>
/// What posthog-js and the mobile clients ask for besides flags (protocol §12.6), and the health checks of a PostHog. Faults do not apply, and nothing is counted.
/// </summary>
internal static class BrowserEndpoints
{
    private const string Configuration = $"/array/{PostHogEmulator.ProjectToken}/config";

    /// <summary>False if there is no such endpoint.</summary>
    public static async Task<bool> TryHandleAsync(HttpContext context, string endpoint, string? scriptsFolder)
    {
        if (Find(endpoint, scriptsFolder) is not { } answer)
        {
            return false;
        }

        CrossOrigin.Allow(context);
        bool isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        await (isRead ? answer(context)
            : HttpMethods.IsOptions(context.Request.Method) ? Answers.NoContentAsync(context)
            : Answers.MethodNotAllowedAsync(context, "GET, HEAD, OPTIONS")).ConfigureAwait(false);
        return true;
    }

    private static RequestDelegate? Find(string endpoint, string? scriptsFolder) => endpoint switch
    {
        Configuration => static context => Answers.JsonAsync(context, WriteConfiguration),
        Configuration + ".js" => SendScriptAsync,
        "/api/surveys" => static context => Answers.JsonAsync(context, static writer => WriteNone(writer, "surveys")),
        "/api/early_access_features" => static context => Answers.JsonAsync(context, static writer => WriteNone(writer, "earlyAccessFeatures")),
        "/api/web_experiments" => static context => Answers.JsonAsync(context, static writer => WriteNone(writer, "experiments")),
        "/_health" or "/_readiness" or "/_liveness" => static context => Answers.TextAsync(context, StatusCodes.Status200OK, "ok"),
        _ when endpoint.StartsWith("/static/", StringComparison.Ordinal) =>
            context => ClientScripts.SendAsync(context, scriptsFolder),
        _ => null,
    };

    private static Task SendScriptAsync(HttpContext context)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            WriteConfiguration(writer);
        }

        string configuration = Encoding.UTF8.GetString(json.ToArray());
        string script =
            $$"""(window._POSTHOG_REMOTE_CONFIG ??= {})["{{PostHogEmulator.ProjectToken}}"] = {"config":{{configuration}},"siteApps":[]};""";
        return Answers.BytesAsync(context, Encoding.UTF8.GetBytes(script), "text/javascript; charset=utf-8");
    }

    private static void WriteConfiguration(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("token", PostHogEmulator.ProjectToken);
        ClientConfiguration.Write(writer);
        writer.WriteEndObject();
    }

    private static void WriteNone(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
