using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace SampleWeb.Accounts;

internal static class AccountEndpoints
{
    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>Signing in is a link, so that trying out users takes one click. A real shop would ask for more.</summary>
    public static void MapAccounts(this WebApplication app)
    {
        app.MapGet("/login/{name}", SignInAsync);
        app.MapGet("/logout", (Delegate)SignOutAsync);
    }

    private static async Task<IResult> SignInAsync(string name, HttpContext context)
    {
        if (Customers.Find(name) is not { } customer)
        {
            return Results.NotFound($"Nobody is called that here. Try {string.Join(", ", Customers.All.Select(known => known.Id))}.");
        }

        await context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(customer.Claims, Scheme)));
        return Results.LocalRedirect("/");
    }

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(Scheme);
        return Results.LocalRedirect("/");
    }
}
