namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>
/// Fills the properties of a person's first visit from those of now, where the caller and the person have none, as PostHog's server does (protocol §5.6).
/// </summary>
internal static class InitialProperties
{
    private static readonly string[] Names =
    [
        "$app_build", "$app_name", "$app_namespace", "$app_version", "$browser", "$browser_version", "$current_url", "$device_type", "$os", "$os_name",
        "$os_version", "$pathname", "$raw_user_agent", "$referrer", "$referring_domain", "$screen_height", "$screen_width", "$viewport_height",
        "$viewport_width",
        "utm_campaign", "utm_content", "utm_medium", "utm_name", "utm_source", "utm_term",
        "_kx", "dclid", "epik", "fbclid", "gad_source", "gbraid", "gclid", "gclsrc", "igshid", "irclid", "li_fat_id", "mc_cid", "msclkid", "qclid", "rdt_cid",
        "sccid", "ttclid", "twclid", "wbraid",
    ];

    public static void Fill(Dictionary<string, object?> properties)
    {
        foreach (string name in Names)
        {
            if (properties.TryGetValue(name, out object? value))
            {
                properties.TryAdd($"$initial_{name.TrimStart('$')}", value);
            }
        }
    }
}
