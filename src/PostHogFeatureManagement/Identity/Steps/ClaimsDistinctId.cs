using System.Security.Claims;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>
/// The distinct ID of a signed-in user. By default, it is the subject or, with Windows authentication, the security identifier, else the account name. A claim
/// that the application chose may also be in an identity that is not authenticated, because claims transformations often add such identities.
/// </summary>
/// <param name="chosen">The claim types that the application chose. Empty means the default.</param>
internal sealed class ClaimsDistinctId(IEnumerable<string> chosen)
{
    private static readonly string[] WindowsSchemes = ["Negotiate", "NTLM", "Kerberos"];

    private readonly string[][] _chosen = [.. chosen.Select(ClaimTypeNames.Spellings)];
    private readonly string[] _subject = ClaimTypeNames.Spellings("sub");

    /// <summary>The claim types that are looked for.</summary>
    public string ClaimTypes => string.Join(", ", _chosen.Length > 0 ? _chosen.SelectMany(static spellings => spellings) : _subject);

    /// <summary>Null when the user has none of the claims.</summary>
    public string? Read(ClaimsPrincipal user) =>
        _chosen.Length == 0
            ? ReadFirst(user, _subject, isAuthenticated: true) ?? ReadWindowsAccount(user)
            : _chosen.Select(spellings => ReadFirst(user, spellings, isAuthenticated: true) ?? ReadFirst(user, spellings, isAuthenticated: false))
                .FirstOrDefault(static id => id is not null);

    // Without LINQ, because it runs in every request that checks a flag.
    private static string? ReadFirst(ClaimsPrincipal user, string[] spellings, bool isAuthenticated)
    {
        foreach (ClaimsIdentity identity in user.Identities)
        {
            if (identity.IsAuthenticated != isAuthenticated)
            {
                continue;
            }

            foreach (Claim claim in identity.Claims)
            {
                if (claim.Value.Length > 0 && claim.IsOf(spellings))
                {
                    return claim.Value;
                }
            }
        }

        return null;
    }

    private static string? ReadWindowsAccount(ClaimsPrincipal user)
    {
        ClaimsIdentity? account = user.Identities.FirstOrDefault(static identity =>
            identity.IsAuthenticated && WindowsSchemes.Contains(identity.AuthenticationType, StringComparer.OrdinalIgnoreCase));
        string? id = account?.FindFirst(System.Security.Claims.ClaimTypes.PrimarySid)?.Value ?? account?.Name;
        return string.IsNullOrEmpty(id) ? null : id;
    }
}
