namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>IDs that posthog-js sends.</summary>
internal static class VisitorIds
{
    private const int MaxLength = 1000;

    // Not IDs of a visitor (protocol §12.8).
    private static readonly string[] NoIds = ["undefined", "null", "$posthog_cookieless"];

    public static bool IsVisitor(string id) => !NoIds.Contains(id);

    /// <summary>The ID in a header, without control characters and cut at 1000 characters (protocol §12.4). Null when there is none.</summary>
    public static string? Clean(string? header)
    {
        string id = header is null ? string.Empty : (header.Any(char.IsControl) ? string.Concat(header.Where(static letter => !char.IsControl(letter))) : header).Trim();
        id = id.Length <= MaxLength ? id : id[..MaxLength];
        return id.Length > 0 && IsVisitor(id) ? id : null;
    }
}
