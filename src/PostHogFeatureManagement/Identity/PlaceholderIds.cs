namespace PostHogFeatureManagement.Identity;

/// <summary>IDs that PostHog's servers take for a mistake, because clients often send them for everyone (protocol §10.1).</summary>
internal static class PlaceholderIds
{
    private static readonly string[] All =
        ["anonymous", "system", "backend", "guest", "user", "0", "null", "00000000-0000-0000-0000-000000000000"];

    public static bool Contains(string? id) => id is not null && All.Contains(id.Trim(), StringComparer.OrdinalIgnoreCase);
}
