using PostHogFeatureManagement.Configuration.Reading;

namespace PostHogFeatureManagement.Configuration.Rules;

/// <summary>Checks the settings that say who is asking.</summary>
internal static class IdentityRules
{
    public static void Check(PostHogIdentityOptions identity, OptionsProblems problems)
    {
        if (identity.ServiceProperties.Count > 0 && string.IsNullOrEmpty(identity.ServiceDistinctId))
        {
            problems.Add(
            "Identity:ServiceProperties",
            "are set, but Identity:ServiceDistinctId is not. Set it as well, for example to the name of the service.");
        }

        foreach (string property in identity.PersonPropertyClaims)
        {
            IReadOnlyList<string> claimTypes = identity.PersonPropertyClaims[property];
            if (string.IsNullOrWhiteSpace(property) || claimTypes.Count == 0 || claimTypes.Any(string.IsNullOrWhiteSpace))
            {
                problems.Add($"Identity:PersonPropertyClaims:{property}", "has an empty name, no claim type or an empty one. Name the property and its claim types.");
            }
        }

        foreach (string key in identity.RequireAuthenticated)
        {
            if (string.IsNullOrWhiteSpace(key) || key.AsSpan(..^1).Contains('*'))
            {
                problems.Add(
                    "Identity:RequireAuthenticated",
                    $"has {SafeText.Quote(key)}, which is not the key of a flag. Write a flag's key, or the beginning of several keys with one * at the end.");
            }
        }
    }
}
