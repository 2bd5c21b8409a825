using System.Security.Claims;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>The signed-in user, from the claims that the options name. It is enough that one of the principal's identities is authenticated.</summary>
internal sealed class ClaimsStep : ICallerStep
{
    private readonly ClaimsDistinctId _distinctId;
    private static readonly Dictionary<string, object?> NoProperties = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, PostHogGroup> NoGroups = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string[][]> _properties;
    private readonly Dictionary<string, string[]> _groups;
    private readonly LogThrottle _throttle;
    private readonly ILogger _logger;

    public ClaimsStep(IOptions<PostHogFeatureManagementOptions> options, LogThrottle throttle, ILogger<ClaimsStep> logger)
    {
        PostHogIdentityOptions identity = options.Value.Identity;
        _distinctId = new ClaimsDistinctId(identity.DistinctIdClaims);
        _properties = identity.PersonPropertyClaims.ToDictionary(
            static property => property,
            property => identity.PersonPropertyClaims[property].Select(ClaimTypeNames.Spellings).ToArray(),
            StringComparer.Ordinal);
        _groups = identity.GroupClaims.ToDictionary(static group => group.Key, static group => ClaimTypeNames.Spellings(group.Value), StringComparer.Ordinal);
        _throttle = throttle;
        _logger = logger;
    }

    public static bool IsSignedIn(ClaimsPrincipal? user) =>
        user is not null && (user.Identity is { IsAuthenticated: true } || user.Identities.Any(static identity => identity.IsAuthenticated));

    public CallerClue? Find(CallerQuery query) => IsSignedIn(query.User) ? Read(query.User!) : null;

    private CallerClue? Read(ClaimsPrincipal user)
    {
        if (_distinctId.Read(user) is not { } distinctId)
        {
            ReportWithoutId(user);
            return null;
        }

        return new CallerClue(
            new PostHogContext(distinctId) { PersonProperties = ReadProperties(user), Groups = ReadGroups(user) },
            CallerTrust.Authenticated);
    }

    private Dictionary<string, object?> ReadProperties(ClaimsPrincipal user)
    {
        if (_properties.Count == 0)
        {
            return NoProperties;
        }

        var properties = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string property, string[][] claimTypes) in _properties)
        {
            string[]? values = claimTypes.Select(spellings => ReadAll(user, spellings)).FirstOrDefault(static values => values.Length > 0);
            if (values is not null)
            {
                properties[property] = values.Length == 1 ? values[0] : values;
            }
        }

        return properties;
    }

    private Dictionary<string, PostHogGroup> ReadGroups(ClaimsPrincipal user)
    {
        if (_groups.Count == 0)
        {
            return NoGroups;
        }

        var groups = new Dictionary<string, PostHogGroup>(StringComparer.Ordinal);
        foreach ((string groupType, string[] spellings) in _groups)
        {
            if (user.FindFirst(claim => claim.IsOf(spellings))?.Value is { Length: > 0 } key)
            {
                groups[groupType] = new PostHogGroup(key);
            }
        }

        return groups;
    }

    // Several identities of one user can hold the same claim.
    private static string[] ReadAll(ClaimsPrincipal user, string[] spellings) =>
        [.. user.FindAll(claim => claim.IsOf(spellings)).Select(static claim => claim.Value).Distinct(StringComparer.Ordinal)];

    private void ReportWithoutId(ClaimsPrincipal user)
    {
        string scheme = user.Identities.First(static identity => identity.IsAuthenticated).AuthenticationType ?? string.Empty;
        if (_throttle.IsDue(LogEvents.UserWithoutId, scheme, LogThrottle.Forever))
        {
            _logger.UserWithoutId(scheme, _distinctId.ClaimTypes);
        }
    }
}
