using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>
/// Finds out whether a client runs on a server or in a browser (protocol §1.3). What the client says comes first, then its user agent, then the headers that
/// only browsers send.
/// </summary>
internal static class ClientRuntime
{
    public const string Server = "server";
    public const string Client = "client";

    private static readonly string[] ServerAgents =
    [
        "posthog-dotnet/", "posthog-python/", "posthog-node/", "posthog-elixir/", "posthog-ruby/", "posthog-go/", "posthog-php/", "posthog-java/",
        "posthog-rust/",
    ];

    private static readonly string[] BrowserAgents = ["Mozilla/", "Chrome/", "Safari/"];

    /// <summary>The runtime: <c>server</c>, <c>client</c>, <c>all</c>, or null if unknown.</summary>
    public static string? Of(HttpRequest request, FlagsBody body)
    {
        if (body.Runtime is Server or Client or "all")
        {
            return body.Runtime;
        }

        string agent = request.Headers.UserAgent.ToString();
        if (ServerAgents.Any(name => agent.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
        {
            return Server;
        }

        bool isBrowser = BrowserAgents.Any(name => agent.Contains(name, StringComparison.OrdinalIgnoreCase))
            || request.Headers.ContainsKey("Origin")
            || request.Headers.ContainsKey("Referer")
            || request.Headers.Keys.Any(name => name.StartsWith("Sec-Fetch-", StringComparison.OrdinalIgnoreCase));
        return isBrowser ? Client : null;
    }
}
