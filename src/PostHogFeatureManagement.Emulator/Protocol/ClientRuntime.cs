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

    private const string Any = "all";

    private static readonly string[] ServerLibraries = ["python", "ruby", "php", "java", "go", "node", "dotnet", "elixir"];
    private static readonly string[] ClientLibraries = ["android", "ios", "react-native", "flutter"];
    private static readonly string[] ServerTools = ["python-requests/", "curl/"];
    private static readonly string[] Browsers = ["Mozilla/", "Chrome/", "Safari/"];

    /// <summary>The runtime: <c>server</c>, <c>client</c>, <c>all</c>, or null if unknown.</summary>
    public static string? Of(HttpRequest request, FlagsBody body)
    {
        if (body.Runtime is { } stated)
        {
            return stated is Server or Client ? stated : Any;
        }

        string agent = request.Headers.UserAgent.ToString();
        if (IsOf(agent, ServerLibraries) || Contains(agent, ServerTools))
        {
            return Server;
        }

        bool isClient = IsOf(agent, ClientLibraries)
            || Contains(agent, Browsers)
            || request.Headers.ContainsKey("Origin")
            || request.Headers.ContainsKey("Referer")
            || request.Headers.Keys.Any(name => name.StartsWith("Sec-Fetch-", StringComparison.OrdinalIgnoreCase));
        return isClient ? Client : null;
    }

    private static bool IsOf(string agent, string[] libraries) =>
        libraries.Any(name => agent.StartsWith($"posthog-{name}/", StringComparison.OrdinalIgnoreCase));

    private static bool Contains(string agent, string[] names) => names.Any(name => agent.Contains(name, StringComparison.OrdinalIgnoreCase));
}
