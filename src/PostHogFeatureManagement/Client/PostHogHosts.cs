namespace PostHogFeatureManagement.Client;

/// <summary>The address for requests (protocol §1.1). PostHog's web addresses become their ingestion hosts; all other addresses stay as written.</summary>
internal static class PostHogHosts
{
    private const string UnitedStates = "https://us.i.posthog.com";
    private const string Europe = "https://eu.i.posthog.com";

    public static string Normalize(string? hostUrl)
    {
        string host = (hostUrl ?? string.Empty).Trim().TrimEnd('/');
        return host.ToUpperInvariant() switch
        {
            "" or "HTTPS://APP.POSTHOG.COM" or "HTTPS://US.POSTHOG.COM" => UnitedStates,
            "HTTPS://EU.POSTHOG.COM" => Europe,
            _ => host,
        };
    }
}
