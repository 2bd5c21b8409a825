using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// Which flags need an authenticated caller (ID-02). Names are compared without letter case, because a flag is also found by a name in another letter case.
/// Thread-safe.
/// </summary>
internal sealed class TrustRule(IOptions<PostHogFeatureManagementOptions> options)
{
    // Null when nothing is listed, so that a check then costs no more than this look.
    private readonly FlagPatterns? _listed = options.Value.Identity.RequireAuthenticated is { Count: > 0 } keys ? new FlagPatterns(keys) : null;

    /// <summary>Whether the flag is off for this caller, whatever any layer says.</summary>
    public bool Refuses(string key, CallerTrust trust) => _listed is not null && trust < CallerTrust.Authenticated && _listed.Contains(key);

    public bool IsListed(string key) => _listed is not null && _listed.Contains(key);

    /// <summary>The caller's flags, with those off that the caller may not have.</summary>
    public IReadOnlyDictionary<string, FlagResult> Apply(IReadOnlyDictionary<string, FlagResult> flags, CallerTrust trust)
    {
        if (_listed is null || trust >= CallerTrust.Authenticated)
        {
            return flags;
        }

        var allowed = new Dictionary<string, FlagResult>(flags, StringComparer.Ordinal);
        foreach (string key in flags.Keys.Where(_listed.Contains))
        {
            allowed[key] = FlagAnswer.Untrusted.Result;
        }

        return allowed;
    }
}
