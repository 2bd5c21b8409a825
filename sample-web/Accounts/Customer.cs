using System.Security.Claims;

namespace SampleWeb.Accounts;

/// <summary>
/// A customer who can sign in. The plan and the email reach PostHog as person properties through Identity:PersonPropertyClaims in appsettings.json.
/// </summary>
public sealed record Customer(string Id, string Name, string Plan, string Email)
{
    public IReadOnlyDictionary<string, object?> Properties =>
        new Dictionary<string, object?> { ["plan"] = Plan, ["email"] = Email };

    public IEnumerable<Claim> Claims =>
    [
        new(ClaimTypes.NameIdentifier, Id),
        new(ClaimTypes.Name, Name),
        new("plan", Plan),
        new("email", Email),
    ];
}
