using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace SampleWeb.Accounts;

internal static class AccountEndpoints
{
    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>Maps sign-in links, so that switching users takes one click. A real shop would ask for a password.</summary>
    public static void MapAccounts(this WebApplication app)
    {
        app.MapGet("/login/{name}", SignInAsync);
        app.MapGet("/logout", (Delegate)SignOutAsync);
    }

    private static async Task<IResult> SignInAsync(string name, HttpContext context)
    {
        if (Customers.Find(name) is not { } customer)
        {
            return Results.NotFound($"No customer has this name. Try {string.Join(", ", Customers.All.Select(known => known.Id))}.");
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
