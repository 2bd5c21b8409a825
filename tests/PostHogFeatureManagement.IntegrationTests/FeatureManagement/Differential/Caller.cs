using System.Security.Claims;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>A caller of the random applications. One without an ID is not signed in.</summary>
internal sealed record Caller(string? Id, string? Plan)
{
    public const string PlanProperty = "plan";

    public static IReadOnlyList<Caller> All { get; } =
    [
        new("anna", "scale"),
        new("bob", "free"),
        new("carl", null),
        new("dora", "scale"),
        new("emil", "free"),
        new(null, null),
    ];

    public string[] Claims => Plan is null ? [] : [$"{PlanProperty}={Plan}"];

    public ClaimsPrincipal ToPrincipal() => TestUser.Create(Id!, Claims);

    public PostHogContext ToContext() => new(Id)
    {
        PersonProperties = Plan is null ? new Dictionary<string, object?>() : new Dictionary<string, object?> { [PlanProperty] = Plan },
    };
}
