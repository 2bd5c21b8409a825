using System.Security.Claims;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>
/// ASP.NET Core's handlers for tokens rename claims by default: the token's <c>email</c> arrives under a URI. So a claim type in the settings stands for both
/// spellings.
/// </summary>
internal static class ClaimTypeNames
{
    private static readonly (string Short, string Long)[] Renamed =
    [
        ("sub", ClaimTypes.NameIdentifier),
        ("nameid", ClaimTypes.NameIdentifier),
        ("name", ClaimTypes.Name),
        ("unique_name", ClaimTypes.Name),
        ("given_name", ClaimTypes.GivenName),
        ("family_name", ClaimTypes.Surname),
        ("email", ClaimTypes.Email),
        ("role", ClaimTypes.Role),
        ("roles", ClaimTypes.Role),
        ("upn", ClaimTypes.Upn),
        ("birthdate", ClaimTypes.DateOfBirth),
        ("gender", ClaimTypes.Gender),
        ("website", ClaimTypes.Webpage),
        ("actort", ClaimTypes.Actor),
        ("oid", "http://schemas.microsoft.com/identity/claims/objectidentifier"),
        ("tid", "http://schemas.microsoft.com/identity/claims/tenantid"),
        ("scp", "http://schemas.microsoft.com/identity/claims/scope"),
        ("idp", "http://schemas.microsoft.com/identity/claims/identityprovider"),
        ("acr", "http://schemas.microsoft.com/claims/authnclassreference"),
        ("amr", "http://schemas.microsoft.com/claims/authnmethodsreferences"),
    ];

    /// <summary>The claim type and its other spellings.</summary>
    public static string[] Spellings(string claimType) =>
    [
        claimType,
        .. Renamed.Where(name => Same(name.Short, claimType)).Select(static name => name.Long),
        .. Renamed.Where(name => Same(name.Long, claimType)).Select(static name => name.Short),
    ];

    /// <summary>Whether a claim has one of the types. Like ClaimsPrincipal, it ignores letter case.</summary>
    public static bool IsOf(this Claim claim, string[] spellings)
    {
        foreach (string spelling in spellings)
        {
            if (Same(spelling, claim.Type))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
