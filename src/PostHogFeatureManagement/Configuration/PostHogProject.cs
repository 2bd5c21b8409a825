using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Configuration;

/// <summary>
/// Which project at which PostHog, however the settings spell it (protocol §1.1). Whatever names a project uses this: addresses, cache keys, cookies and what
/// instances tell each other.
/// </summary>
internal readonly record struct PostHogProject(string Host, string Token)
{
    private const string UnitedStates = "https://us.i.posthog.com";
    private const string Europe = "https://eu.i.posthog.com";

    /// <summary>The host as messages name it: without a path and without user information.</summary>
    public string Address => SafeText.Address(Uri.TryCreate(Host, UriKind.Absolute, out Uri? uri) ? uri : null);

    public static PostHogProject Of(PostHogFeatureManagementOptions options) => new(HostOf(options.HostUrl), options.ProjectToken?.Trim() ?? string.Empty);

    /// <summary>PostHog's web addresses become their ingestion hosts. Any other address keeps its path, which may be a reverse proxy's.</summary>
    private static string HostOf(string? hostUrl) => Spelling(hostUrl) switch
    {
        "" or "https://app.posthog.com" or "https://us.posthog.com" => UnitedStates,
        "https://eu.posthog.com" => Europe,
        { } host => host,
    };

    /// <summary>Scheme and host in lower case, without the default port and without a slash at the end.</summary>
    private static string Spelling(string? hostUrl)
    {
        string text = hostUrl?.Trim() ?? string.Empty;
        return (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? uri.GetLeftPart(UriPartial.Path) : text).TrimEnd('/');
    }
}
