namespace PostHogFeatureManagement.Configuration.Reading;

/// <summary>Quotes a value in a message, unless it may hold a secret: a key, or the user information of an address.</summary>
internal static class SafeText
{
    private static readonly string[] Signs = ["@", "phc_", "phs_", "phx_"];

    public static string Quote(string? text) =>
        text is not null && Array.Exists(Signs, sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase)) ? "a text that may hold a secret" : $"'{text}'";

    /// <summary>The scheme, the host and the port. User information, the path and the query may hold secrets.</summary>
    public static string Address(Uri? uri) => uri is { IsAbsoluteUri: true, Host.Length: > 0 }
        ? uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
        : "an unreadable address";
}
