using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Configuration.Rules;

/// <summary>Checks the settings that say who is asking.</summary>
internal static class IdentityRules
{
    public static void Check(PostHogIdentityOptions identity, OptionsProblems problems)
    {
        CheckId("Identity:ServiceDistinctId", identity.ServiceDistinctId, problems);
        CheckId("Identity:FallbackDistinctId", identity.FallbackDistinctId, problems);
        if (identity.ServiceProperties.Count > 0 && string.IsNullOrEmpty(identity.ServiceDistinctId))
        {
            problems.Add(
            "Identity:ServiceProperties",
            "are set, but Identity:ServiceDistinctId is not. Set it as well, for example to the name of the service.");
        }

        if (identity.ServiceProperties.Keys.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add("Identity:ServiceProperties", "has a property without a name. Name it, for example environment.");
        }

        foreach (string property in identity.PersonPropertyClaims)
        {
            IReadOnlyList<string> claimTypes = identity.PersonPropertyClaims[property];
            if (string.IsNullOrWhiteSpace(property) || claimTypes.Count == 0 || claimTypes.Any(string.IsNullOrWhiteSpace))
            {
                problems.Add($"Identity:PersonPropertyClaims:{property}", "has an empty name, no claim type or an empty one. Name the property and its claim types.");
            }
        }

        CheckCookieName(identity.PostHogCookieName, problems);
        CheckTracing(identity, problems);
        foreach (string key in identity.RequireAuthenticated)
        {
            if (!FlagPatterns.IsEntry(key))
            {
                problems.Add(
                    "Identity:RequireAuthenticated",
                    $"has {SafeText.Quote(key)}, which is not the key of a flag. Write one flag's key in each entry, or the beginning of "
                    + "several keys with one * at the end, without spaces and commas.");
            }
        }
    }

    // An empty one is not set.
    private static void CheckId(string setting, string? id, OptionsProblems problems)
    {
        if (id is { Length: > 0 } && (id.Length != id.Trim().Length || id.Any(char.IsControl)))
        {
            problems.Add(setting, $"is {SafeText.Quote(id)}, which begins or ends with a space or has a control character. Write the id without it.");
        }
    }

    private static void CheckCookieName(string? name, OptionsProblems problems)
    {
        if (name is not null && (name.Length == 0 || !name.All(static letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal))))
        {
            problems.Add("Identity:PostHogCookieName", $"is {SafeText.Quote(name)}, which is not the name of a cookie. With persistence_name: \"x\", write ph_x.");
        }
    }

    private static void CheckTracing(PostHogIdentityOptions identity, OptionsProblems problems)
    {
        if (identity.TrustedTracingOrigins.Count > 0 && !identity.ReadTracingHeaders)
        {
            problems.Add("Identity:TrustedTracingOrigins", "are set, but Identity:ReadTracingHeaders is not true. Set it as well.");
            return;
        }

        foreach (string origin in identity.TrustedTracingOrigins.Where(static origin => !IsOrigin(origin)))
        {
            problems.Add("Identity:TrustedTracingOrigins", $"has {SafeText.Quote(origin)}, which is not an origin. Write it as browsers do, for example https://www.example.com.");
        }
    }

    // Browsers leave out the default port.
    private static bool IsOrigin(string? origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin!.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
