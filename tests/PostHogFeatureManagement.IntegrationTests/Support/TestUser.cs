using System.Security.Claims;
using Microsoft.AspNetCore.Builder;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>Signs in the user that the request's header names, as authentication would.</summary>
internal static class TestUser
{
    public const string Header = "X-User";

    public static ClaimsPrincipal Create(string id, params string[] claims) =>
        new(new ClaimsIdentity([new Claim("sub", id), .. claims.Select(Parse)], authenticationType: "Test"));

    public static IApplicationBuilder UseTestUser(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Headers[Header].ToString() is { Length: > 0 } header)
        {
            string[] parts = header.Split(';');
            context.User = Create(parts[0], parts[1..]);
        }

        return next(context);
    });

    private static Claim Parse(string claim)
    {
        string[] parts = claim.Split('=', 2);
        return new Claim(parts[0], parts[1]);
    }
}
