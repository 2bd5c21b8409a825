using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>Reads the PostHog context of a signed-in user from the claims that the options name.</summary>
internal sealed class ClaimsCaller(IOptions<PostHogFeatureManagementOptions> options)
{
    private static readonly string[] DefaultClaims = ["sub", ClaimTypes.NameIdentifier];
    private readonly PostHogIdentityOptions _options = options.Value.Identity;
    private readonly string[] _distinctIdClaims = options.Value.Identity.DistinctIdClaims is { Count: > 0 } own ? [.. own] : DefaultClaims;

    /// <summary>Returns null when the user is not signed in or has none of the distinct ID claims.</summary>
    public PostHogContext? Read(ClaimsPrincipal? principal)
    {
        if (principal?.Identity?.IsAuthenticated != true || FindDistinctId(principal) is not { } distinctId)
        {
            return null;
        }

        if (_options.PersonPropertyClaims.Count == 0 && _options.GroupClaims.Count == 0)
        {
            return new PostHogContext(distinctId);
        }

        return new PostHogContext(distinctId)
        {
            PersonProperties = ReadProperties(principal),
            Groups = ReadGroups(principal),
        };
    }

    private string? FindDistinctId(ClaimsPrincipal principal)
    {
        foreach (string type in _distinctIdClaims)
        {
            if (principal.FindFirst(type)?.Value is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }

    private Dictionary<string, object?> ReadProperties(ClaimsPrincipal principal)
    {
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (string type in _options.PersonPropertyClaims)
        {
            if (principal.FindFirst(type) is { } claim)
            {
                properties[type] = claim.Value;
            }
        }

        return properties;
    }

    private Dictionary<string, PostHogGroup> ReadGroups(ClaimsPrincipal principal)
    {
        var groups = new Dictionary<string, PostHogGroup>(StringComparer.Ordinal);
        foreach ((string groupType, string claimType) in _options.GroupClaims)
        {
            if (principal.FindFirst(claimType)?.Value is { Length: > 0 } key)
            {
                groups[groupType] = new PostHogGroup(key);
            }
        }

        return groups;
    }
}
